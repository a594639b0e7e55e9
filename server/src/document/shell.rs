//! The HTML that starts a program: a page that says what is coming, and loads it.

use leptos::prelude::*;

/// One of the two programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The applicants' app.
    App,
    /// The coordinators' workspace.
    Desk,
}

impl Program {
    const fn stem(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Desk => "desk",
        }
    }

    /// The logical name of one of its files: `css`, `js`, `wasm`, or `boot` for the script that starts it.
    pub fn file(self, kind: &str) -> String {
        match kind {
            "boot" => format!("boot-{}.js", self.stem()),
            end => format!("{}.{end}", self.stem()),
        }
    }

    /// What becomes of the work when the program stops at a fault.
    const fn kept(self) -> &'static str {
        match self {
            Self::App => "적은 내용은 이 휴대폰에 저장되어 있습니다. 다시 열어 이어서 써 주세요.",
            Self::Desk => "이 화면을 다시 열어 주세요. 저장하지 않은 글은 다시 적어 주세요.",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::App => "이음 – 대구 사회적경제 위기 대응",
            Self::Desk => "이음 업무 화면",
        }
    }
}

/// A shell with the paths of its program's files.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Which program.
    pub program: Program,
    /// Its style sheet.
    pub style: String,
    /// The script that starts it.
    pub boot: String,
    /// The script that loads the WebAssembly.
    pub script: String,
    /// The WebAssembly.
    pub wasm: String,
    /// The help desk's number, for a phone that has not heard the server yet.
    pub help_phone: String,
}

impl Shell {
    /// The whole page.
    pub fn view(self) -> impl IntoView {
        let is_app = self.program == Program::App;
        let manifest = is_app.then(|| {
            view! {
                <link rel="manifest" href="/manifest.webmanifest"/>
                <meta name="help-phone" content=self.help_phone/>
                <meta name="description" content="온라인 판로 진출 신청과 재난 피해 신고를 인터넷이 없어도 작성하고, 연결되면 보냅니다."/>
            }
        });
        let private = (!is_app).then(|| view! { <meta name="robots" content="noindex"/> });
        view! {
            <!DOCTYPE html>
            <html lang="ko">
                <head>
                    <meta charset="utf-8"/>
                    <meta
                        name="viewport"
                        content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
                    />
                    <meta name="color-scheme" content="light dark"/>
                    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff"/>
                    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#1e2124"/>
                    <meta name="format-detection" content="telephone=no"/>
                    <title>{self.program.title()}</title>
                    {manifest}
                    {private}
                    <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                    <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                    <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                    <link rel="preload" href={self.wasm} as="fetch" type="application/wasm" crossorigin="anonymous"/>
                    <link rel="modulepreload" href=self.script/>
                    <link rel="stylesheet" href=self.style/>
                    <script type="module" src=self.boot></script>
                </head>
                <body>
                    <div class="boot" role="status">
                        <strong>"이음"</strong>
                        <p>"여는 중입니다."</p>
                    </div>
                    <template id="broken">
                        <main class="full-card">
                            <h1>"문제가 생겼습니다"</h1>
                            <p>{self.program.kept()}</p>
                            <p lang="en">"Something went wrong. Please open this page again."</p>
                            <a class="button button--primary" href="">"다시 열기"</a>
                        </main>
                    </template>
                    <noscript>
                        <p>
                            "이 화면은 자바스크립트가 켜져 있어야 열립니다. 브라우저 설정에서 자바스크립트를 켜 주세요."
                        </p>
                    </noscript>
                </body>
            </html>
        }
    }
}
