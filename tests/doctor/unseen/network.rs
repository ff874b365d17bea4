//! The way there and back.

use crate::{
    case::{DAY, HOUR, apple},
    unseen::Row,
};

pub(crate) const ROWS: &[Row] = &[
    (
        "redirected to another host",
        |case| case.answered(302, "").received("location", "https://login.example/?next=a"),
        "NET006",
    ),
    (
        "redirected with a page",
        |case| case.page(302, "<html>Moved</html>").received("location", "https://portal.example/"),
        "NET006",
    ),
    ("429", |case| case.answered(429, ""), "NET008"),
    ("429 with an old token", |case| case.answered(429, "").iat(-30 * DAY).exp(DAY), "NET008 DT051"),
    ("429 with an expired token", |case| case.answered(429, "").iat(-30 * DAY).exp(-DAY), "DT047"),
    (
        "500 with code 50001",
        |case| {
            case.personal().get("/v1/me/library/albums").answered(
                500,
                &apple(500, "50001", "Upstream Service Error", "Error fetching library content"),
            )
        },
        "NET009",
    ),
    ("503 of a proxy", |case| case.page(503, "<html>Service Unavailable</html>"), "NET009"),
    (
        "504, and a client that says so in its own words",
        |case| {
            case.page(504, "<html>Gateway Timeout</html>")
                .set("client_error", "504 Server Error: Gateway Timeout")
        },
        "NET009",
    ),
    ("502", |case| case.answered(502, ""), "NET009"),
    ("a portal that asks for a login with 511", |case| case.page(511, "<html>Log in</html>"), "NET005"),
    ("a portal with 401", |case| case.page(401, "<html>Log in</html>"), "NET005"),
    (
        "200 and a page for a question without a token",
        |case| case.no_token().page(200, "<html>hi</html>"),
        "NET005 DT001 REQ001",
    ),
    ("a portal's clock proves nothing", |case| case.page(200, "<html>hi</html>").skew(-400 * DAY), "NET005"),
    (
        "an edge that refuses with a page",
        |case| case.page(403, "<HTML>Access Denied</HTML>").received("server", "AkamaiGHost"),
        "NET010",
    ),
    (
        "an edge that refuses a personal request",
        |case| case.personal().page(403, "<HTML>Access Denied</HTML>"),
        "NET010",
    ),
    ("a clock that is an hour behind", |case| case.skew(HOUR), "NET004"),
    ("a clock that is a day ahead", |case| case.iat(-2 * DAY).skew(-DAY), "NET004"),
    ("a clock that is a minute off", |case| case.skew(-60), ""),
    ("a clock that is two minutes off, and all is well", |case| case.accepted().skew(120), "NET004"),
];

/// What clients say when there is no answer.
pub(crate) const WORDS: &[(&str, &str)] = &[
    // curl
    ("curl: (6) Could not resolve host: api.music.apple.com", "NET001"),
    ("curl: (28) Resolving timed out after 5000 milliseconds", "NET001"),
    (
        "curl: (7) Failed to connect to api.music.apple.com port 443 after 21 ms: Couldn't connect to server",
        "NET002",
    ),
    ("curl: (28) Operation timed out after 30001 milliseconds with 0 bytes received", "NET002"),
    ("curl: (28) Connection timed out after 10001 milliseconds", "NET002"),
    ("curl: (35) Recv failure: Connection reset by peer", "NET002"),
    ("curl: (52) Empty reply from server", "NET002"),
    ("curl: (60) SSL certificate problem: unable to get local issuer certificate", "NET003"),
    ("curl: (60) SSL certificate problem: self-signed certificate in certificate chain", "NET003"),
    ("curl: (56) Received HTTP code 407 from proxy after CONNECT", "NET005"),
    ("curl: (56) CONNECT tunnel failed, response 403", "NET005"),
    // Go
    ("dial tcp: lookup api.music.apple.com: no such host", "NET001"),
    ("dial tcp: lookup api.music.apple.com on 127.0.0.53:53: read udp 127.0.0.1:4242: i/o timeout", "NET001"),
    ("dial tcp 192.0.2.7:443: i/o timeout", "NET002"),
    ("context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "NET002"),
    ("context deadline exceeded", "NET002"),
    ("net/http: TLS handshake timeout", "NET002"),
    ("tls: failed to verify certificate: x509: certificate signed by unknown authority", "NET003"),
    // Node
    ("getaddrinfo ENOTFOUND api.music.apple.com", "NET001"),
    ("getaddrinfo EAI_AGAIN api.music.apple.com", "NET001"),
    ("connect ETIMEDOUT 192.0.2.7:443", "NET002"),
    ("connect EHOSTUNREACH 192.0.2.7:443", "NET002"),
    ("connect ENETUNREACH 192.0.2.7:443", "NET002"),
    ("connect ECONNREFUSED 127.0.0.1:443", "NET002"),
    ("read ECONNRESET", "NET002"),
    ("Error: socket hang up", "NET002"),
    ("ConnectTimeoutError: Connect Timeout Error", "NET002"),
    ("UND_ERR_CONNECT_TIMEOUT", "NET002"),
    ("SELF_SIGNED_CERT_IN_CHAIN", "NET003"),
    ("DEPTH_ZERO_SELF_SIGNED_CERT", "NET003"),
    ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "NET003"),
    ("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "NET003"),
    ("CERT_HAS_EXPIRED", "NET003"),
    // Python
    ("Failed to resolve 'api.music.apple.com' ([Errno -3] Temporary failure in name resolution)", "NET001"),
    ("[Errno -2] Name or service not known", "NET001"),
    ("socket.gaierror: [Errno 8] nodename nor servname provided, or not known", "NET001"),
    ("ConnectTimeoutError: Connection to api.music.apple.com timed out. (connect timeout=10)", "NET002"),
    (
        "HTTPSConnectionPool(host='api.music.apple.com', port=443): Read timed out. (read timeout=10)",
        "NET002",
    ),
    ("Failed to establish a new connection: [Errno 111] Connection refused", "NET002"),
    ("[Errno 101] Network is unreachable", "NET002"),
    (
        "('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
        "NET002",
    ),
    ("RemoteDisconnected: Remote end closed connection without response", "NET002"),
    ("httpx.ConnectError: All connection attempts failed", "NET002"),
    (
        "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))",
        "NET003",
    ),
    (
        "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))",
        "NET005",
    ),
    // Browsers
    ("net::ERR_NAME_NOT_RESOLVED", "NET001"),
    ("NS_ERROR_UNKNOWN_HOST", "NET001"),
    ("net::ERR_CONNECTION_TIMED_OUT", "NET002"),
    ("net::ERR_CONNECTION_REFUSED", "NET002"),
    ("net::ERR_CONNECTION_RESET", "NET002"),
    ("net::ERR_CONNECTION_CLOSED", "NET002"),
    ("net::ERR_INTERNET_DISCONNECTED", "NET002"),
    ("net::ERR_ADDRESS_UNREACHABLE", "NET002"),
    ("net::ERR_PROXY_CONNECTION_FAILED", "NET002"),
    ("net::ERR_CERT_AUTHORITY_INVALID", "NET003"),
    ("SEC_ERROR_UNKNOWN_ISSUER", "NET003"),
    ("MOZILLA_PKIX_ERROR_MITM_DETECTED", "NET003"),
    ("net::ERR_TUNNEL_CONNECTION_FAILED", "NET005"),
    // Apple's
    ("A server with the specified hostname could not be found.", "NET001"),
    ("The request timed out.", "NET002"),
    ("Could not connect to the server.", "NET002"),
    ("The network connection was lost.", "NET002"),
    ("The Internet connection appears to be offline.", "NET002"),
    ("The certificate for this server is invalid.", "NET003"),
    ("An SSL error has occurred and a secure connection to the server cannot be made.", "NET003"),
    // Java
    ("java.net.UnknownHostException: api.music.apple.com", "NET001"),
    ("java.net.SocketTimeoutException: connect timed out", "NET002"),
    ("java.net.ConnectException: Connection refused", "NET002"),
    ("sun.security.validator.ValidatorException: PKIX path building failed", "NET003"),
    // Rust
    (
        "error sending request: client error (Connect): dns error: failed to lookup address information: Name or service not known",
        "NET001",
    ),
    (
        "error sending request: client error (Connect): tcp connect error: Connection refused (os error 111)",
        "NET002",
    ),
    ("error sending request: operation timed out", "NET002"),
    ("error sending request: client error (Connect)", "NET002"),
    ("error sending request: connection closed before message completed", "NET002"),
    ("invalid peer certificate: UnknownIssuer", "NET003"),
    ("tunnel error: unsuccessful", "NET005"),
    ("tunnel error: proxy authorization required", "NET005"),
    // Nothing about the network.
    ("TypeError: Failed to fetch", ""),
    ("TypeError: fetch failed", ""),
    ("ValueError: Could not deserialize key data", ""),
    ("secretOrPrivateKey must be an asymmetric key when using ES256", ""),
    ("error:1E08010C:DECODER routines::unsupported", ""),
    (
        "InvalidHeader: Invalid leading whitespace, reserved character(s), or return character(s) in header value",
        "",
    ),
    ("TypeError [ERR_INVALID_CHAR]: Invalid character in header content [\"authorization\"]", ""),
    ("HTTPError: 401 Client Error: Unauthorized for url", ""),
];
