//! Whether the program runs on another machine than its person sits at, and how a port of it gets there.

use crate::domain::profile::{Environment, shell_quoted};

/// What the server sets for a session over SSH; not every one sets all.
const VARIABLES: [&str; 3] = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];

/// Whether the program runs over SSH, given which variables are set.
#[must_use]
pub fn is_over_ssh(is_set: impl Fn(&str) -> bool) -> bool {
    VARIABLES.into_iter().any(is_set)
}

/// A session over SSH, as the server told of it (`SSH_CONNECTION` of sshd(8)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ssh {
    user: Option<String>,
    /// The server's address and port, as the connection came in.
    server: Option<(String, u16)>,
}

impl Ssh {
    /// The session that the environment tells of.
    #[must_use]
    pub fn of(environment: &Environment) -> Option<Self> {
        let value = |name: &str| environment.get(name).map(|value| value.expose().trim().to_owned());
        let connection = value("SSH_CONNECTION");
        if !is_over_ssh(|name| value(name).is_some()) {
            return None;
        }
        let user = value("USER").or_else(|| value("LOGNAME"));
        let server = connection.and_then(|text| {
            let mut words = text.split_whitespace().skip(2);
            let address = words.next().filter(|address| is_address(address))?;
            // An IPv4 address as IPv6 sees it.
            let address = address.strip_prefix("::ffff:").unwrap_or(address);
            Some((address.to_owned(), words.next()?.parse().ok()?))
        });
        Some(Self { user, server })
    }

    /// The command that makes a port on loopback here one of the machine that a person sits at.
    #[must_use]
    pub fn forwarding(&self, port: u16) -> String {
        let user = self.user.as_deref().unwrap_or("you");
        let (host, own_port) = match &self.server {
            Some((host, 22)) => (host.as_str(), String::new()),
            Some((host, own_port)) => (host.as_str(), format!(" -p {own_port}")),
            None => ("this-host", String::new()),
        };
        format!("ssh -N -L {port}:127.0.0.1:{port}{own_port} {}", shell_quoted(&format!("{user}@{host}")))
    }
}

/// Digits, dots and colons, and a zone behind them (`fe80::1%eth0`).
fn is_address(text: &str) -> bool {
    let (digits, zone) = text.split_once('%').unwrap_or((text, ""));
    let is_digit = |c: char| c.is_ascii_hexdigit() || c == '.' || c == ':';
    digits.contains(['.', ':'])
        && digits.chars().all(is_digit)
        && zone.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ssh(variables: &[(&str, &str)]) -> Option<String> {
        let named = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Ssh::of(&named.collect()).map(|ssh| ssh.forwarding(8765))
    }

    #[test]
    fn the_command_is_exact_where_the_server_told_enough() {
        let command = |rest: &str| Some(format!("ssh -N -L 8765:127.0.0.1:8765{rest}"));
        for (variables, expected) in [
            (vec![("USER", "ada")], None),
            (
                vec![("USER", "ada"), ("SSH_CONNECTION", "192.0.2.1 50000 198.51.100.7 22")],
                command(" ada@198.51.100.7"),
            ),
            (
                vec![("LOGNAME", "ada"), ("SSH_CONNECTION", "192.0.2.1 50000 2001:db8::7 2222")],
                command(" -p 2222 ada@2001:db8::7"),
            ),
            (vec![("USER", "ada"), ("SSH_TTY", "/dev/pts/1")], command(" ada@this-host")),
            (vec![("USER", "ada"), ("SSH_CLIENT", "192.0.2.1 50000 22")], command(" ada@this-host")),
            (vec![("USER", "a;b"), ("SSH_CONNECTION", "x y $(z) 22")], command(" 'a;b@this-host'")),
        ] {
            assert_eq!(ssh(&variables), expected, "{variables:?}");
        }
    }
}
