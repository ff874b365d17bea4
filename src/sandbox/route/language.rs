//! `/v1/language/{storefront}/tag`: which of the listener's languages the storefront speaks best.

use serde_json::json;

use super::list::only_get;
use crate::sandbox::call::Call;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::storefronts::{self, Storefront};

pub(super) fn answer(call: &Call, storefront: &str) -> Result<Answer, Fault> {
    only_get(call)?;
    let at = storefronts::find(storefront)
        .ok_or_else(|| Fault::value("storefront", format!("Unknown storefront '{storefront}'")))?;
    call.query.allow(&["acceptLanguage"])?;
    let wanted = call.query.list("acceptLanguage");
    if wanted.is_empty() {
        return Err(Fault::missing("acceptLanguage", "Parameter 'acceptLanguage' is required"));
    }
    let tag = best(&storefronts::ALL[at as usize], &wanted);
    Ok(Answer::Data(200, json!({ "results": { "tag": tag } })))
}

/// The first wish that the storefront speaks: exactly that, or at least the language. Else what it speaks by itself.
fn best(storefront: &Storefront, wanted: &[&str]) -> &'static str {
    let find = |test: &dyn Fn(&str) -> bool| storefront.languages.iter().copied().find(|tag| test(tag));
    // A browser's list weighs its languages: `fr;q=0.8`. The order says the same.
    let wishes = wanted.iter().map(|wish| wish.split(';').next().unwrap_or_default().trim());
    let spoken = wishes.filter_map(|wish| {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        find(&|tag| tag.eq_ignore_ascii_case(wish)).or_else(|| find(&|tag| primary(tag) == primary(wish)))
    });
    spoken.into_iter().next().unwrap_or(storefront.languages[0])
}
