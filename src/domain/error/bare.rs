//! Answers that carry no error of Apple's: empty bodies, web pages, half a body, redirects.

use super::rule::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    // Successes without a body ("Add a Resource to a Library" is a 202, "Delete a Personal Song Rating" a 204).
    rule(
        "200 empty",
        "the developer token is accepted",
        &["This path answers with no body, as documented; the status is the answer."],
        &[],
    )
    .when(|case| case.path() == "/v1/test")
    .notice(),
    rule("200 empty", "done; the body is empty", &["The server had nothing to tell but the status."], &[])
        .notice(),
    rule(
        "201 empty",
        "created; the body is empty",
        &["It was made, and the server does not show it."],
        LATER,
    )
    .notice(),
    rule(
        "202 empty",
        "accepted; the body is empty",
        &["It was accepted and is done later: it shows up in the library after seconds to tens of seconds."],
        LATER,
    )
    .notice(),
    rule("204 empty", "done; there is no body", &["It was done, and there is nothing to show."], LATER)
        .notice(),
    rule(
        "2xx empty",
        "it succeeded; the body is empty",
        &["The server had nothing to tell but the status."],
        &[],
    )
    .notice(),
    // Successes that are not the API's.
    rule(
        "2xx html",
        "a web page came instead of JSON",
        &[
            "Likely something on the way answered: a proxy, or the sign-in page of a network.",
            "The host asked was {origin}.",
        ],
        &["Open any page in a browser on this network to see whether it asks you to sign in.", PROXY],
    ),
    rule(
        "2xx text",
        "the body is not JSON",
        &["Reading it stopped: {fault}.", "What came is shown, as far as it can be read."],
        &["Press {key:send-again} to send it again.", PROXY],
    ),
    // Refusals that are not the API's.
    rule(
        "403 html",
        "the edge refused the request",
        &[
            "A web page came instead of JSON: what refused stands in front of the API, so it is likely not about a token.",
        ],
        &[
            "Try from another network, without a VPN or proxy.",
            "Take unusual headers and characters out of the request.",
        ],
    ),
    rule(
        "404 errors",
        "nothing is there; no reason was given",
        &["The list of errors is empty.", "The path, the id or the storefront is likely wrong."],
        &["Check each part of the path, and the storefront in it."],
    ),
    // Redirects: a token goes to its own origin only, so none is followed by itself.
    rule(
        "304 redirect",
        "nothing changed",
        &["The server says that an earlier copy is still good."],
        &["Press {key:send-again} to send it again."],
    )
    .notice(),
    rule(
        "3xx redirect",
        "a redirect to {location}",
        &[
            "It was not followed: tokens go to {origin} only.",
            "It leads to {other_origin}, which must not get them.",
            "It stays on the same origin: {same_path}.",
        ],
        &["To go there, put {same_path} into the path and press {key:path.send}."],
    )
    .notice(),
    rule(
        "3xx redirect",
        "a redirect that leads nowhere",
        &["The answer has no Location that can be read."],
        &["Press {key:toggle-headers} for the headers."],
    )
    .notice(),
    // Bodies that did not come whole.
    rule(
        "cut",
        "the body was cut short",
        &[
            "{arrived} came, then: {reason}.",
            "What came is shown.",
            "The {write} may have been carried out: look before you repeat it.",
        ],
        &[
            "Press {key:send-again} to send it again.",
            "Ask for less: a smaller limit, fewer ids, less to include.",
        ],
    ),
    rule(
        "cut but whole",
        "the connection ended badly after the last byte",
        &["What came is complete JSON.", "The connection then ended: {reason}."],
        &[],
    )
    .notice(),
    rule(
        "too large",
        "the body is larger than {limit}",
        &["Reading stopped there, so that memory is not filled.", "What came is shown."],
        &[
            "Ask for less: a smaller limit, fewer ids, less to include.",
            "Or set max_body in the config file, such as max_body = \"500 MB\".",
        ],
    ),
];

const LATER: &[&str] = &["Read the thing again in a while to see the change."];
const PROXY: &str = "Check HTTPS_PROXY and NO_PROXY.";
