//! Music User Tokens, and what Apple says to them.

use crate::{
    case::{DAY, HOUR, NOW, forbidden, unprivileged},
    unseen::Row,
};

const IDENTITY: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2FwcGxlaWQuYXBwbGUuY29tIn0.c2lnbmVk";

fn no_user_token() -> String {
    crate::case::apple(403, "40300", "Forbidden", "Missing Music-User-Token")
}

/// What people paste, refused with 40300 while the developer token is proven.
fn refused(case: crate::case::Case) -> crate::case::Case {
    case.personal().answered(403, &forbidden()).probe("/v1/test", 200)
}

pub(crate) const ROWS: &[Row] = &[
    ("none, 401", |case| case.get("/v1/me/storefront"), "MUT001"),
    ("none, 403", |case| case.get("/v1/me/storefront").answered(403, &no_user_token()), "MUT001"),
    (
        "none, and the developer token is proven",
        |case| case.get("/v1/me/library/songs").answered(403, &no_user_token()).developer_probed(200),
        "MUT001",
    ),
    (
        "none in the header though there is one",
        |case| case.personal().sent("Music-User-Token", "").answered(403, &no_user_token()),
        "MUT001",
    ),
    (
        "an empty variable",
        |case| case.personal().user(|_| String::new()).answered(403, &no_user_token()),
        "MUT001",
    ),
    ("an identity token", |case| refused(case).user(|_| IDENTITY.to_owned()), "MUT002"),
    ("an identity token, no probes", |case| case.personal().user(|_| IDENTITY.to_owned()), "MUT002"),
    (
        "the developer token, cut by a blank",
        |case| refused(case).user(|_| "{developer} ".to_owned()),
        "MUT003",
    ),
    (
        "the developer token with Bearer",
        |case| refused(case).user(|_| "Bearer {developer}".to_owned()),
        "MUT002 MUT006",
    ),
    ("a line break at the end", |case| refused(case).user(|user| format!("{user}\n")), "MUT005"),
    (
        "a line break inside",
        |case| refused(case).user(|user| format!("{}\n{}", &user[..76], &user[76..])),
        "MUT005",
    ),
    ("quotes", |case| refused(case).user(|user| format!("\"{user}\"")), "MUT005"),
    ("single quotes and a blank", |case| refused(case).user(|user| format!("'{user}' ")), "MUT005"),
    ("Bearer before it", |case| refused(case).user(|user| format!("Bearer {user}")), "MUT006"),
    (
        "the header's name before it",
        |case| refused(case).user(|user| format!("Music-User-Token: {user}")),
        "MUT006",
    ),
    (
        "percent-encoded",
        |case| refused(case).user(|user| user.replace('=', "%3D").replace('+', "%2B")),
        "MUT004",
    ),
    (
        "percent-encoded twice",
        |case| refused(case).user(|user| user.replace('=', "%253D").replace('+', "%252B")),
        "MUT004",
    ),
    ("spaces for plus", |case| refused(case).user(|user| user.replace('+', " ")), "MUT008"),
    ("a cookie of one pair", |case| refused(case).user(|user| format!("media-user-token={user};")), "MUT009"),
    (
        "a cookie",
        |case| refused(case).user(|user| format!("geo=US; media-user-token={user}; itspod=31")),
        "MUT009",
    ),
    (
        "cut near the end",
        |case| case.personal().answered(403, &forbidden()).user(|user| user[..280].to_owned()),
        "MUT007",
    ),
    ("cut to a few characters", |case| case.personal().user(|user| user[..40].to_owned()), "MUT007"),
    (
        "cut, and the developer token is proven",
        |case| refused(case).user(|user| user[..280].to_owned()),
        "MUT007 SRV002",
    ),
    ("unpadded and accepted", |case| case.personal().user(|user| user[..60].to_owned()).accepted(), ""),
    (
        "a code of Sign in with Apple",
        |case| refused(case).user(|_| "c0123456789abcdef.0.mrtz.AbCdEf-Gh_12".to_owned()),
        "MUT010",
    ),
    (
        "a refresh token of Sign in with Apple",
        |case| refused(case).user(|_| "r0123456789abcdef.0.mrtz.AbCdEf-Gh_12".to_owned()),
        "MUT010",
    ),
    (
        "an access token of Sign in with Apple",
        |case| case.personal().user(|_| "a0123456789abcdef.0.mrtz.AbCdEf-Gh_12".to_owned()),
        "MUT010",
    ),
    (
        "as a cookie at the public host",
        |case| case.personal().sent("Cookie", "media-user-token={user}").answered(403, &no_user_token()),
        "REQ005 MUT001",
    ),
    (
        "under a name of one's own",
        |case| case.personal().sent("media-user-token", "{user}").sent("X-User-Token", "{user}"),
        "REQ005 MUT001",
    ),
    (
        "in both headers",
        |case| case.personal().sent("media-user-token", "{user}").sent("Music-User-Token", "{user}"),
        "",
    ),
    ("in no catalog request missed", |case| case.get("/v1/catalog/us/charts"), ""),
];

pub(crate) const ANSWERS: &[Row] = &[
    ("401 with both, nothing else asked", |case| case.personal(), ""),
    (
        "401 with both, the developer token refused too",
        |case| case.personal().developer_probed(401),
        "SRV001",
    ),
    ("401 with both, the developer token proven", |case| case.personal().developer_probed(200), "SRV010"),
    ("401 with both, the tie-breaker fails", |case| case.personal().probe("/v1/test", 503), "NET009"),
    (
        "401 with both, the developer token expired, proven",
        |case| case.personal().iat(-30 * DAY).exp(-DAY).probe("/v1/test", 401),
        "DT047",
    ),
    ("403 with both, nothing else asked", |case| case.personal().answered(403, &forbidden()), ""),
    (
        "403 with both, the catalog works",
        |case| case.personal().answered(403, &forbidden()).probe("/v1/catalog/us/songs/1", 200),
        "SRV002",
    ),
    (
        "403 with both, the catalog is limited",
        |case| case.personal().answered(403, &forbidden()).probe("/v1/test", 429),
        "NET008",
    ),
    (
        "the request is about the catalog, and the storefront is refused",
        |case| case.accepted().user(str::to_owned).probe_personal("/v1/me/storefront", 403, &forbidden()),
        "SRV002",
    ),
    (
        "no subscription, and the storefront works",
        |case| {
            case.personal()
                .get("/v1/me/library/songs")
                .answered(400, &unprivileged("CloudLibrary"))
                .probe("/v1/test", 200)
                .probe_personal("/v1/me/storefront", 200, "")
        },
        "SRV003",
    ),
    (
        "a tier without the privilege",
        |case| {
            case.personal()
                .request("POST", "/v1/me/library?ids[songs]=1")
                .answered(400, &unprivileged("ListeningHistory"))
        },
        "SRV003",
    ),
    (
        "no subscription, told by a probe alone",
        |case| {
            case.personal().accepted().probe_personal(
                "/v1/me/library/songs?limit=1",
                400,
                &unprivileged("CloudLibrary"),
            )
        },
        "SRV003",
    ),
    (
        "no cloud library",
        |case| {
            case.personal()
                .get("/v1/me/library/songs?limit=1")
                .answered(404, "")
                .developer_probed(200)
                .probe_personal("/v1/me/storefront", 200, "")
        },
        "SRV004",
    ),
    (
        "no cloud library, told by probes",
        |case| case.personal().accepted().probe_personal("/v1/me/library/songs?limit=1", 404, ""),
        "SRV004",
    ),
    (
        "404 of a library, and the storefront unknown",
        |case| case.personal().get("/v1/me/library/songs").answered(404, ""),
        "",
    ),
    (
        "an old token that works",
        |case| case.personal().accepted().set("music_user_token_obtained_at", NOW - 160 * DAY),
        "MUT012",
    ),
    (
        "a new token that is refused",
        |case| refused(case).set("music_user_token_obtained_at", NOW - HOUR),
        "SRV002",
    ),
    ("403 without a word", |case| case.personal().answered(403, ""), "NET010"),
    (
        "all is well",
        |case| {
            case.personal().accepted().developer_probed(200).probe_personal(
                "/v1/me/library/songs?limit=1",
                200,
                "",
            )
        },
        "",
    ),
];
