"""Amounts, units, bands and dates, each value checked by hand; what can be read two ways is refused."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.reading.context import Band, ContextError, read_band
from assets.reading.dates import DateError, Period, read_period
from assets.reading.money import MoneyError, amounts, bare_amount, currencies, is_absent
from assets.reading.units import MTOK, Unit, UnitError, find_units, per_mtok, unit_of

KTOK = Unit("token", Decimal(1_000))


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$5 / MTok", "5", "USD"), ("US$1,500.50", "1500.50", "USD"), ("8元", "8", "CNY"), ("¥1.10", "1.10", "¥"),
        ("5 美元", "5", "USD"), ("¥5元", "5", "CNY"), ("€0.15", "0.15", "EUR"), ("0.01440", "0.01440", None),
        ("$.15", "0.15", "USD"), ("RMB 5", "5", "CNY"), ("HK$5", "5", "HKD"), ("USD $5", "5", "USD"),
    ],
)  # fmt: skip
def test_the_amount_of_a_cell(text: str, value: str, currency: str | None) -> None:
    (amount,) = amounts(text) or (bare_amount(text),)
    assert amount is not None
    assert (amount.value, amount.currency) == (Decimal(value), currency)


SIGNS_BEFORE = {
    **{"US$": "USD", "USD$": "USD", "USD $": "USD", "$": "USD", "USD": "USD", "CN¥": "CNY", "RMB": "CNY", "CNY": "CNY"},
    **{"人民币": "CNY", "人民币¥": "CNY", "人民币 ¥": "CNY", "¥": "¥", "￥": "¥", "€": "EUR", "EUR": "EUR", "£": "GBP"},
    **{"₹": "INR", "JPY": "JPY", "HK$": "HKD", "A$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD", "NT$": "TWD"},
    **{"R$": "BRL", "₩": "KRW", "CAD": "CAD", "AUD": "AUD"},
}
SIGNS_AFTER = {
    **{
        "美元": "USD",
        "美金": "USD",
        "USD": "USD",
        "$": "USD",
        "元": "CNY",
        "人民币": "CNY",
        "CNY": "CNY",
        "RMB": "CNY",
    },
    **{"€": "EUR", "EUR": "EUR", "欧元": "EUR", "£": "GBP", "GBP": "GBP", "JPY": "JPY", "日元": "JPY", "港元": "HKD"},
    **{"HKD": "HKD", "CAD": "CAD", "AUD": "AUD", "INR": "INR", "KRW": "KRW", "SGD": "SGD", "CHF": "CHF"},
    **{"¢": "US cent", "cents": "US cent"},
}


def test_every_sign_of_a_currency_before_and_after_an_amount() -> None:
    before = {sign: [amount.currency for amount in amounts(f"{sign} 5.25 / 1M")] for sign in SIGNS_BEFORE}
    after = {sign: [amount.currency for amount in amounts(f"5.25 {sign} / 1M")] for sign in SIGNS_AFTER}
    assert before == {sign: [currency] for sign, currency in SIGNS_BEFORE.items()}
    assert after == {sign: [currency] for sign, currency in SIGNS_AFTER.items()}


@pytest.mark.parametrize(
    "words", ["from", "From", "STARTING AT", "as low as", "Up to", "about", "Approx", "approximately", "~", "≈", "低至"]
)
def test_an_amount_after_a_word_that_makes_it_inexact_is_refused(words: str) -> None:
    with pytest.raises(MoneyError, match="not one exact amount"):
        amounts(f"{words} $5")


def test_a_sign_before_the_next_amount_is_not_a_word_after_this_one() -> None:
    assert [(a.value, a.currency) for a in amounts("$0.3\n€0.27")] == [
        (Decimal("0.3"), "USD"),
        (Decimal("0.27"), "EUR"),
    ]


MULTIPLES = {
    **{
        "k": 3,
        "thousand": 3,
        "千": 3,
        "m": 6,
        "mm": 6,
        "mio": 6,
        "million": 6,
        "mil": 6,
        "百万": 6,
        "万": 4,
        "十万": 5,
    },
    **{"千万": 7, "亿": 8, "b": 9, "billion": 9},
}
THINGS = {
    "token": ["token", "tokens", "tok", "toks", "tk", "词元"],
    "character": ["characters", "char", "字符", "个字符"],
    "image": ["image", "pictures", "张", "图", "图片", "photo"],
    "page": ["pages", "页"],
    "request": ["request", "calls", "queries", "query", "prompt", "searches", "search", "uses", "次", "message"],
    "second": ["second", "secs", "s", "秒"],
    "minute": ["minute", "mins", "分钟"],
    "hour": ["hour", "hrs", "hr", "h", "小时", "session-hour"],
    "day": ["day", "天", "日"],
    "month": ["month", "mo", "月", "年", "year"],
    "megapixel": ["MP", "megapixel"],
    "gigabyte": ["GB", "GB-day", "gigabyte", "MB", "TB"],
    "throughput": ["TPM", "RPM", "TPS", "unit"],
    "item": [
        "video",
        "视频",
        "song",
        "首",
        "音色",
        "voice",
        "step",
        "doc",
        "document",
        "run",
        "session",
        "user",
        "seat",
    ],
}


def test_every_multiple_and_every_thing_of_a_unit() -> None:
    read_multiples = {word: find_units(f"$5 per {word} characters") for word in MULTIPLES}
    assert read_multiples == {word: (Unit("character", Decimal(10) ** power),) for word, power in MULTIPLES.items()}
    read_things = {word: find_units(f"$5 / {word}") for words in THINGS.values() for word in words}
    assert read_things == {word: (Unit(thing, Decimal(1)),) for thing, words in THINGS.items() for word in words}


def test_a_thousand_or_a_million_of_nothing_named_is_one_of_tokens() -> None:
    for words in ("$5 / K", "$5 / thousand", "$5 per 1,000", "$5 / 千"):
        assert (words, find_units(words)) == (words, (KTOK,))
    for words in ("$5 / M", "$5 per million", "$5 per 1,000,000", "$5 / 百万"):
        assert (words, find_units(words)) == (words, (MTOK,))
    assert find_units("$5 / B") == ()


def test_a_round_number_of_tokens_in_figures_is_a_unit() -> None:
    assert find_units("1,000 tokens") == (KTOK,)
    assert find_units("1,000,000 tokens") == (MTOK,)
    assert find_units("2,000 tokens") == ()


def test_words_between_a_multiple_and_tokens_are_passed_over() -> None:
    assert unit_of("1M output text tokens") == MTOK
    assert unit_of("1M input audio tokens") is None


def test_a_word_that_begins_like_a_currency_names_none() -> None:
    assert currencies("Input (audio), Europe") == frozenset()
    assert currencies("Price (US$/M), 元") == {"USD", "CNY"}


@pytest.mark.parametrize(
    "text", ["", "-", "—", "\\", "N/A", "Free", "Contact sales", "ContactSales", "限时免费", "免费"]
)
def test_absence_is_no_amount(text: str) -> None:
    assert is_absent(text)
    assert (amounts(text), bare_amount(text)) == ((), None)


@pytest.mark.parametrize("text", ["$0", "¥0.0(限免)", "$1 input$2 output"])
def test_a_price_even_of_zero_is_not_absent(text: str) -> None:
    assert not is_absent(text)
    assert amounts(text)


@pytest.mark.parametrize("text", ["1.25x", "soon 5?"])
def test_a_number_among_words_is_no_amount(text: str) -> None:
    assert (amounts(text), bare_amount(text)) == ((), None)


@pytest.mark.parametrize("text", ["€0,15", "$5^99", "$5M", "from $5", "$5 CAD", "$2 - $4", "-$5"])
def test_what_must_not_be_guessed_raises(text: str) -> None:
    with pytest.raises(MoneyError):
        amounts(text)


@pytest.mark.parametrize("text", ["€0,15", "$5^99", "$5M", "from $5", "$5 CAD", "$2 - $4", "-$5", "$ .x $1"])
def test_an_amount_that_is_not_whole_or_exact_raises(text: str) -> None:
    with pytest.raises(MoneyError):
        amounts(text)


@given(st.decimals(min_value="0.001", max_value=99999, places=3), st.sampled_from(["${}", "{}元", "€{}", "USD {}"]))
def test_amounts_come_back_as_written(value: Decimal, shape: str) -> None:
    assert [amount.value for amount in amounts(shape.format(value))] == [value]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("$5 / MTok", MTOK), ("per 1M tokens", MTOK), ("元/千 Token", KTOK), ("百万tokens输入", MTOK), ("$0.5/M", MTOK),
        ("$0.6 /Mt", MTOK),
        ("$0.01 / 1K tokens", KTOK), ("USD per 1,000 tokens", KTOK), ("per token", Unit("token")),
        ("$15.00 / 1M characters", Unit("character", Decimal(1_000_000))), ("$0.039 per image", Unit("image")),
        ("$0.006 / minute", Unit("minute")), ("元/张", Unit("image")), ("Price per MP", Unit("megapixel")),
        ("$4.50 / 1,000,000 tokens per hour (storage price)", Unit("hour")),
        ("缓存存储(百万tokens/小时)", Unit("hour")),
        ("prompts > 200k tokens", None), ("262,144 tokens", None), ("Base Input Tokens", None),
        ("$0.25 (text / image / video)", None),
    ],
)  # fmt: skip
def test_unit_of(text: str, unit: Unit | None) -> None:
    assert unit_of(text) == unit


def test_the_innermost_unit_counts_and_two_sizes_raise() -> None:
    assert unit_of("$0.01 / 1K tokens", "Price per 1M tokens") == KTOK
    with pytest.raises(UnitError):
        unit_of("per 1M tokens or per 1K tokens")


def test_prices_per_million_are_exact() -> None:
    assert per_mtok(Decimal("0.01440"), KTOK) == Decimal("14.40")
    assert per_mtok(Decimal("0.0000025"), Unit("token")) == Decimal("2.5")
    assert per_mtok(Decimal("0.039"), Unit("image")) is None
    assert find_units("gpt-4o-2024-05-13") == ()


@pytest.mark.parametrize(
    ("text", "bare", "start", "end"),
    [
        ("<= 200k", None, None, 200_000), ("≥ 272K", None, 272_000, None), ("(32, 128]", 1000, 32_000, 128_000),
        ("输入长度 [0, 32)", 1000, None, 32_000), ("输入长度 [32+)", 1000, 32_000, None),
        ("256K~1M", None, 256_000, 10**6),
        ("<272K context length", None, None, 272_000), ("32K<Token≤128K", None, 32_000, 128_000),
    ],
)  # fmt: skip
def test_bands(text: str, bare: int | None, start: int | None, end: int | None) -> None:
    band = read_band(text, bare)
    assert band is not None
    assert (band.from_tokens, band.to_tokens) == (start, end)


def test_no_band_and_no_unit() -> None:
    assert read_band("gpt-4o-2024-05-13") is None
    assert read_band("500k") is None
    with pytest.raises(ContextError):
        read_band("(32, 128]")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("$0.75 through December 31, 2026.", None, date(2027, 1, 1)),
        ("$1.50 starting January 1, 2027", date(2027, 1, 1), None),
        ("until 2026-05-05 15:59 UTC", None, date(2026, 5, 6)), ("before 1 Jan 2027", None, date(2027, 1, 1)),
        ("2026年5月5日起", date(2026, 5, 5), None), ("2026年5月5日至2026年5月31日", date(2026, 5, 5), date(2026, 6, 1)),
        ("from Sept 5th, 2025", date(2025, 9, 5), None), ("no date at all", None, None),
    ],
)  # fmt: skip
def test_periods(text: str, start: date | None, end: date | None) -> None:
    assert read_period(text) == Period(start, end)


@pytest.mark.parametrize("text", ["05/06/2026", "through December 31", "2026-05-05", "until 2026-02-30"])
def test_dates_that_read_two_ways_raise(text: str) -> None:
    with pytest.raises(DateError):
        read_period(text)


def test_a_word_that_starts_like_a_currency_names_none() -> None:
    assert currencies("Input (non-audio) (USD/M tokens)") == {"USD"}
    assert currencies("Input (audio)") == frozenset()


@pytest.mark.parametrize(
    ("read", "text"),
    [(read_band, "1" * 20_000), (read_band, "1," * 10_000), (find_units, "input " * 4_000), (find_units, " " * 20_000)],
)
def test_a_long_text_takes_time_in_proportion_to_its_length(read: Callable[[str], object], text: str) -> None:
    started = process_time()
    assert not read(text)
    assert process_time() - started < 2, "took 5 to 48 s as long as it grew with the square of the length"


def test_a_row_of_more_digits_than_any_length_has_is_no_length() -> None:
    assert read_band("> " + "1" * 16) is None
    assert read_band("> 200,000,000 tokens") == Band(200_000_000, None, "tokens")
