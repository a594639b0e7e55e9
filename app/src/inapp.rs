//! Browsers inside other apps: their storage may vanish with the window, so nobody should begin to write there.
//!
//! Judges by the user agent alone and touches nothing.

/// An app with a browser of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// KakaoTalk, where most links are shared.
    KakaoTalk,
    /// Line, which opens the real browser when the address asks for it.
    Line,
    /// NAVER, Daum, Instagram, Facebook or any other Android web view.
    Other,
}

/// The app whose browser this is, if it is one.
pub(crate) fn detect(user_agent: &str) -> Option<Host> {
    const OTHERS: [&str; 6] = [
        "NAVER(inapp",
        "DaumApps",
        "Instagram",
        "FBAN",
        "FBAV",
        "; wv)",
    ];
    if user_agent.contains("KAKAOTALK") {
        Some(Host::KakaoTalk)
    } else if user_agent.contains(" Line/") {
        Some(Host::Line)
    } else if OTHERS.iter().any(|mark| user_agent.contains(mark)) {
        Some(Host::Other)
    } else {
        None
    }
}

/// An address that opens `url` in the phone's own browser; none where only the person can do it by the menu.
/// `url` has a scheme and neither query nor fragment; `encoded` is it, percent-encoded.
pub(crate) fn way_out(host: Host, user_agent: &str, url: &str, encoded: &str) -> Option<String> {
    match host {
        Host::KakaoTalk => Some(format!("kakaotalk://web/openExternal?url={encoded}")),
        Host::Line => Some(format!("{url}?openExternalBrowser=1")),
        Host::Other if user_agent.contains("Android") => {
            let (scheme, rest) = url.split_once("://")?;
            Some(format!(
                "intent://{rest}#Intent;scheme={scheme};package=com.android.chrome;end"
            ))
        }
        Host::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENTS: [(&str, Option<Host>); 11] = [
        (
            "Mozilla/5.0 (Linux; Android 13; SM-S911N; wv) AppleWebKit/537.36 Version/4.0 Chrome/120.0 Mobile Safari/537.36;KAKAOTALK 2410430",
            Some(Host::KakaoTalk),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 KAKAOTALK 10.4.5",
            Some(Host::KakaoTalk),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari Line/13.19.0",
            Some(Host::Line),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 NAVER(inapp; search; 1000; 12.0.1)",
            Some(Host::Other),
        ),
        (
            "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/110 Mobile Safari/537.36 DaumApps/7.5.0",
            Some(Host::Other),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 312.0",
            Some(Host::Other),
        ),
        (
            "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/440.0]",
            Some(Host::Other),
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Version/4.0 Chrome/121.0 Mobile Safari/537.36",
            Some(Host::Other),
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-S911N) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36",
            None,
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S911N) AppleWebKit/537.36 SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36",
            None,
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 Version/17.2 Mobile/15E148 Safari/604.1",
            None,
        ),
    ];

    #[test]
    fn browsers_inside_apps_are_told_from_real_ones() {
        for (agent, host) in AGENTS {
            assert_eq!(detect(agent), host, "{agent}");
        }
    }

    #[test]
    fn each_app_has_its_own_way_out() {
        let (url, encoded) = ("https://a.example/x", "https%3A%2F%2Fa.example%2Fx");
        let way = |host, agent| way_out(host, agent, url, encoded);
        assert_eq!(
            way(Host::KakaoTalk, "iPhone").as_deref(),
            Some("kakaotalk://web/openExternal?url=https%3A%2F%2Fa.example%2Fx")
        );
        assert_eq!(
            way(Host::Line, "iPhone").as_deref(),
            Some("https://a.example/x?openExternalBrowser=1")
        );
        assert_eq!(
            way(Host::Other, "Android").as_deref(),
            Some("intent://a.example/x#Intent;scheme=https;package=com.android.chrome;end")
        );
        assert_eq!(way(Host::Other, "iPhone"), None);
    }
}
