"""Pages that a site sends instead of the page that was asked for: challenges, login walls, error pages.

They come with status 200 and as HTML, even in place of another type of document. The same test decides whether a
capture counts, and whether a price reader opens a page.
"""

from __future__ import annotations

import re

LITTLE_TEXT = 2000
"""Characters of visible text. Refusals are short; the words that reveal them also occur on long pages of prices."""
CHALLENGE_TITLE = re.compile(
    r"just a moment|attention required|access denied|verify(ing)? (that )?you are (a )?human|security check|"
    r"are you a robot|bot verification|请稍候|安全验证|人机验证|访问验证",
    re.IGNORECASE,
)
CHALLENGE_TEXT = re.compile(
    r"enable javascript and cookies to continue|checking (your browser|if the site connection is secure)|"
    r"verify(ing)? (that )?you are (a )?human|complete the (security check|captcha)|unusual traffic|"
    r"请完成安全验证|拖动滑块|人机验证",
    re.IGNORECASE,
)
CHALLENGE_MARKUP = re.compile(
    r"_cf_chl_opt|cf-chl-|cf-browser-verification|px-captcha|_Incapsula_Resource|captcha-delivery\.com|"
    r"/_sec/cp_challenge|awsWafCookieDomainList|geetest_challenge",
    re.IGNORECASE,
)
"""Not the scripts that protection services add to ordinary pages (challenge-platform, reCAPTCHA, hCaptcha)."""
LOGIN_TITLE = re.compile(r"\b(sign|log) ?[io]n\b|登录|登入", re.IGNORECASE)
LOGIN_FIELD = re.compile(r"type=[\"']?password", re.IGNORECASE)
ERROR_TITLE = re.compile(r"\b40[34]\b|\bnot found\b|\berror\b", re.IGNORECASE)


def find_refusal(html: str, title: str, text: str) -> str | None:
    """Return what kind of refusal a page is, or None when it is none.

    Args:
        html: The page's source.
        title: Its title.
        text: Its visible text.
    """
    short = len(text) < LITTLE_TEXT
    if CHALLENGE_TITLE.search(title) or (short and (CHALLENGE_MARKUP.search(html) or CHALLENGE_TEXT.search(text))):
        return "challenge page"
    if short and (LOGIN_TITLE.search(title) or LOGIN_FIELD.search(html)):
        return "login wall"
    if short and ERROR_TITLE.search(title):
        return "error page"
    return None
