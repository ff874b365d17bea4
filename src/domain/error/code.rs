//! What Apple's own codes mean. Apple's pages list no codes ("Handling Requests and Responses" has the object alone);
//! these were seen in forum threads and in the issues and tests of other clients. A variant is told apart by the
//! request, by `source` or by names that are not translated where that is possible, by the wording only then.

use super::case::Case;
use super::rule::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    // 40003: a required parameter is absent.
    rule(
        "40003",
        "ids is missing",
        &["This path needs the parameter ids, and the request has none."],
        &[
            "Add ids= with one id or more, separated by commas.",
            "A path that takes several types wants the type too, such as ids[songs]=.",
        ],
    )
    .when(|case| case.says("id(s)") || case.parameter == Some("ids")),
    rule(
        "40003",
        "a required parameter is missing",
        &["This path needs a parameter that the request does not have.", "Likely it is {parameter}."],
        &["Add {parameter}= to the path and send again."],
    ),
    // 40004: a parameter that the path does not take (github.com/Lytes/sound-tunnel/issues/4).
    rule(
        "40004",
        "{parameter} is no parameter; likely a bare & stands in a value",
        &[
            "An & that is not escaped ends the value before it.",
            "So '{parameter}' was read as a parameter of its own.",
        ],
        &["Write & inside a value as %26."],
    )
    .when(|case| case.parameter().is_some_and(|name| case.is_bare(&name))),
    rule(
        "40004",
        "{parameter} is not allowed here",
        &["This path takes no parameter called '{parameter}'."],
        &["Take it out, or check its spelling."],
    ),
    rule(
        "40004",
        "a parameter is not allowed here",
        &["The request has a parameter that this path does not take."],
        &["Take the parameters out one by one, and send again."],
    ),
    // 40005: a value out of bounds or of the wrong kind.
    rule(
        "40005",
        "the language tag '{value}' is not accepted",
        &["Apple names the storefront's supportedLanguageTags as the values of l."],
        &[
            "Use one of the tags in GET /v1/storefronts/{storefront}.",
            "Take l out to get the storefront's default language.",
        ],
    )
    .when(|case| case.parameter().as_deref() == Some("l")),
    rule(
        "40005",
        "the language tag is not accepted",
        &["Apple names the storefront's supportedLanguageTags as the values of l."],
        &[
            "Use one of the tags in GET /v1/storefronts/{storefront}.",
            "Take l out to get the default language.",
        ],
    )
    .when(|case| case.says("language tag")),
    rule(
        "40005",
        "ids is empty",
        &["The request has the parameter ids, and no id in it."],
        &["Put one id or more behind ids=, separated by commas."],
    )
    .when(|case| case.says("id(s)") || case.query("ids").is_some_and(|ids| ids.is_empty())),
    rule(
        "40005",
        "charts end before offset {below}",
        &[
            "Charts have no entries from offset {below} on, and refuse the question.",
            "This is the end, not a fault.",
        ],
        &["Stop here, or ask for another genre or chart."],
    )
    .when(|case| case.parameter().as_deref() == Some("offset") && case.path().ends_with("/charts")),
    rule(
        "40005",
        "{parameter} may be {bound} here",
        &["The request asks for {value}.", "A value out of bounds is refused, not corrected."],
        &[
            "Set {parameter}={number}.",
            "Press {key:follow-next} in the response afterwards: the pages behind it come by next.",
        ],
    )
    .when(is_limit),
    rule(
        "40005",
        "{parameter} may be {bound} here",
        &["The request says {value}.", "A value out of bounds is refused, not corrected."],
        &["Set {parameter}={number}."],
    ),
    rule(
        "40005",
        "a value may be {bound} here",
        &["A value out of bounds is refused, not corrected."],
        &["Change it to one that is {bound}."],
    ),
    rule(
        "40005",
        "{parameter} takes a whole number",
        &["The request says '{value}'."],
        &["Put digits behind {parameter}=, and nothing else."],
    )
    .when(|case| is_page(case) && case.value().is_some_and(|value| !is_number(&value))),
    rule(
        "40005",
        "{parameter}={value} is not accepted",
        &["The parameter exists, its value does not fit."],
        &["Change the value; the detail says what is expected."],
    ),
    rule(
        "40005",
        "the value of a parameter is not accepted",
        &["The parameter exists, its value does not fit."],
        &["Change the value; the detail says what is expected."],
    ),
    // 40008: the path names something that does not exist.
    rule(
        "40008",
        "the ? was sent as a part of the path",
        &["The query was encoded into the path, as happens when next is appended to a path as one segment."],
        &["Write ? as it is.", "Press {key:follow-next} on next: it is a whole path with its query."],
    )
    .when(|case| [Some(case.path()), case.quoted()].into_iter().flatten().any(is_encoded)),
    rule(
        "40008",
        "a library path says '{plain}'",
        &["'{quoted}' is the type in answers; in a library path the type stands without library-."],
        &["Use /v1/me/library/{plain}."],
    ),
    rule(
        "40008",
        "there is no relationship '{quoted}' here",
        &[
            "Resources of this type have no relationship or view of that name.",
            "One that exists but is empty is a 404 with code 40403.",
        ],
        &["Check its spelling; fetch the resource alone to see the relationships that it has."],
    )
    .when(|case| case.says("relationship")),
    rule(
        "40008",
        "there is no type '{quoted}' here",
        &["The path names a type of resource that does not exist there."],
        &["Check its spelling. Types are plural: songs, albums, playlists."],
    ),
    rule(
        "40008",
        "the path names something that does not exist",
        &["A type, relationship or view in the path is not known."],
        &["Check each part of the path."],
    ),
    // 40012: an entitlement that is not given to developers.
    rule(
        "40012",
        "'{quoted}' needs a permission that is not for developers",
        &["It exists, and both kinds of token lack a private permission for it.", NOT_BY_SIGNING_IN],
        &["Leave it out of include, extend and the path."],
    ),
    rule(
        "40012",
        "this needs a permission that is not for developers",
        &["It exists, and both kinds of token lack a private permission for it.", NOT_BY_SIGNING_IN],
        &["Leave it out; no token that a developer can make opens it."],
    ),
    // 40015: no subscription (Apple staff, developer.apple.com/forums/thread/694455, /710605).
    rule(
        "40015",
        "no active subscription for the library (CloudLibrary)",
        &[
            "The account likely has no active Apple Music subscription, so its library cannot be reached.",
            TOKENS_ARE_GOOD,
        ],
        SUBSCRIBE,
    )
    .when(|case| case.says("CloudLibrary")),
    rule(
        "40015",
        "no active subscription for the listening history (ListeningHistory)",
        &[
            "The account likely has no active Apple Music subscription, so what it played cannot be read.",
            TOKENS_ARE_GOOD,
        ],
        SUBSCRIBE,
    )
    .when(|case| case.says("ListeningHistory")),
    rule(
        "40015",
        "no active subscription for ratings (UserRatings)",
        &["The account likely has no active Apple Music subscription, so it cannot rate.", TOKENS_ARE_GOOD],
        SUBSCRIBE,
    )
    .when(|case| case.says("UserRatings")),
    rule(
        "40015",
        "the subscription does not include {privilege}",
        &[
            "The account lacks the privilege {privilege}, likely for want of an active subscription.",
            TOKENS_ARE_GOOD,
        ],
        SUBSCRIBE,
    ),
    rule(
        "40015",
        "the account likely has no active subscription",
        &["The account lacks a privilege that a subscription gives.", TOKENS_ARE_GOOD],
        SUBSCRIBE,
    ),
    // 40300: the Music User Token (developer.apple.com/forums/thread/857638, /810309, /805461).
    rule(
        "40300",
        "the Music User Token is missing",
        &[
            "This path is about one person's account, and no Music User Token was sent.",
            DEVELOPER_TOKEN_PASSED,
        ],
        &[
            "Press {key:toggle-user} to send the Music User Token.",
            "If there is none, set APPLE_MUSIC_USER_TOKEN: MusicKit hands one out when a person signs in.",
        ],
    )
    .when(|case| !case.request.user_token_sent),
    rule(
        "40300",
        "refused: the playlist may not be editable, or the Music User Token is bad",
        &[
            "A Music User Token was sent.",
            "A playlist whose canEdit is false takes no changes.",
            DEVELOPER_TOKEN_PASSED,
        ],
        &[
            "Look at canEdit of the playlist.",
            "Read GET /v1/me/storefront: if that is a 403 too, it is the Music User Token.",
            RENEW,
        ],
    )
    .when(|case| !case.is_read() && case.is_below("/v1/me/library/playlists")),
    rule(
        "40300",
        "the Music User Token was refused",
        &[
            "It was sent and not accepted: likely it expired, was revoked, ended with a change of password, \
             or is no Music User Token.",
            DEVELOPER_TOKEN_PASSED,
        ],
        &[
            RENEW,
            "If a new one is refused too, open Apple Music once and accept the privacy notice.",
            "To be sure of the developer token, send /v1/storefronts with it alone: 200 means that it is good.",
        ],
    ),
    // 40400: no such resource.
    rule(
        "40400",
        "there is no such path",
        &["The server knows no path of this shape."],
        &["Check the spelling of each part: /v1/catalog/ with a storefront, or /v1/me/."],
    )
    .when(|case| case.says("path was not found")),
    rule(
        "40400",
        "there is nothing of this id to rate",
        &["The id is wrong, or belongs to another type or another storefront than the path says."],
        &["Check the id: {id}. A library id needs a library- type in the path."],
    )
    .when(|case| case.is_below("/v1/me/ratings") && case.request.method == "PUT"),
    rule(
        "40400",
        "this has no rating",
        &["The listener has not rated it, or has taken the rating back; or the id is wrong."],
        &["To rate it, send PUT with a value of 1 or -1 to the same path."],
    )
    .when(|case| case.is_below("/v1/me/ratings")),
    rule(
        "40400",
        "{id} is a library id, and the path is the catalog's",
        &["Ids that begin with i., l., r. or p. belong to one person's library."],
        &[
            "Use /v1/me/library/{type}/{id}.",
            "The catalog id stands in playParams.catalogId of the library resource.",
        ],
    )
    .when(|case| case.is_below("/v1/catalog") && case.segment(4).is_some_and(is_library_id)),
    rule(
        "40400",
        "{id} is a catalog id, and the path is the library's",
        &["Library ids begin with i., l., r. or p.; a number is a catalog id."],
        &[
            "Use /v1/catalog/ with the storefront, {type} and {id}.",
            "List /v1/me/library/{type} to find the library id.",
        ],
    )
    .when(|case| case.is_below("/v1/me/library") && case.segment(4).is_some_and(is_number)),
    rule(
        "40400",
        "no such thing in the storefront '{storefront}'",
        &["The id is wrong, or the thing is not offered in this storefront."],
        &[
            "Check the id: {id}.",
            "Try another storefront, or filter[equivalents] to find its twin in this one.",
        ],
    ),
    rule(
        "40400",
        "the root folder is not shown by itself",
        &["It is found only when one of its relationships is asked for as well."],
        &["Add include=children, or put /children behind the id."],
    )
    .when(|case| case.segment(4) == Some("p.playlistsroot")),
    rule(
        "40400",
        "no such thing in this library",
        &[
            "The id is wrong, or belongs to another account.",
            "A thing that was removed and added again has a new id.",
        ],
        &["List /v1/me/library/{type} to find its id."],
    )
    .when(|case| case.is_below("/v1/me/library")),
    rule(
        "40400",
        "nothing has this id",
        &["The id is wrong, or the thing is not offered here."],
        &["Check the id and the type in the path."],
    ),
    // 40403: an empty list in another dress.
    rule(
        "40403",
        "'{related}' ends before this offset",
        &["There is nothing from this offset on: this is the end of the list, not a fault.", EMPTY_LIST],
        &[],
    )
    .when(|case| case.query("offset").is_some_and(|offset| offset != "0"))
    .notice(),
    rule(
        "40403",
        "'catalog' is empty: no catalog twin",
        &[
            "The library thing has no twin in the catalog: likely it was uploaded, or is no longer offered.",
            EMPTY_LIST,
        ],
        &[],
    )
    .when(|case| case.fill("related").as_deref() == Some("catalog"))
    .notice(),
    rule(
        "40403",
        "'{related}' is empty",
        &["The relationship or view exists and has nothing in it.", EMPTY_LIST],
        &[],
    )
    .notice(),
    rule(
        "40403",
        "nothing is related",
        &["The relationship or view exists and has nothing in it.", EMPTY_LIST],
        &[],
    )
    .notice(),
    // 50001: a fault behind the API.
    rule(
        "50001",
        "the library could not be changed",
        &["The playlist is not editable or is collaborative, or the service behind the API failed for the \
             moment."],
        &["Look at canEdit of the playlist.", "Look whether the change was made before you repeat it."],
    )
    .when(|case| !case.is_read()),
    rule(
        "50001",
        "the service behind the API failed",
        &["The fault is likely on the server's side and passes."],
        &["Press {key:send-again} to send it again.", "Report it to Apple with the id shown here."],
    )
    .when(|case| !case.is_below("/v1/me")),
    rule(
        "50001",
        "the service behind the API failed",
        &[
            "Both tokens were accepted; what failed is the account's data behind the API.",
            "Some accounts see this for days, for one type only.",
        ],
        &[
            "Press {key:send-again} to send it again.",
            "Ask for another type, or a smaller limit, to see how far the fault goes.",
            "Report it to Apple with the id shown here.",
        ],
    ),
];

const NOT_BY_SIGNING_IN: &str = "Signing in again does not change that.";
const TOKENS_ARE_GOOD: &str = "Both tokens were accepted; a new one would not help.";
const DEVELOPER_TOKEN_PASSED: &str = "The developer token was accepted.";
const RENEW: &str = "Get a new one: sign in with MusicKit again, and set APPLE_MUSIC_USER_TOKEN.";
const EMPTY_LIST: &str = "Treat it as an empty list.";
const SUBSCRIBE: &[&str] = &[
    "Check the subscription of the account that signed in.",
    "Or use the Music User Token of one that has a subscription.",
];

/// `limit`, or `limit[tracks]`.
fn is_limit(case: &Case<'_>) -> bool {
    case.parameter().is_some_and(|name| name == "limit" || name.starts_with("limit["))
}

/// `limit` or `offset`, also of a relationship.
fn is_page(case: &Case<'_>) -> bool {
    is_limit(case) || case.parameter().is_some_and(|name| name == "offset" || name.starts_with("offset["))
}

/// Whether a question mark stands where a path is meant, as it is or encoded.
fn is_encoded(path: &str) -> bool {
    path.contains('?') || path.to_ascii_lowercase().contains("%3f")
}

fn is_library_id(id: &str) -> bool {
    ["i.", "l.", "r.", "p."].iter().any(|prefix| id.starts_with(prefix))
}

fn is_number(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_digit())
}
