"""Costs of usage logs: plain and FOCUS columns, exact amounts, rows without a cost, files that cannot be read."""

from __future__ import annotations

import csv
import io
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.prices.answer import PriceOptions
from pipelines.prices.focus_log import FocusLog
from pipelines.prices.usage import BadCell, Tokens, Unpriced, Usage, cost_of, read_amount, read_day
from pipelines.prices.usage_log import price_log
from tests.conftest import fill
from tests.pipelines.conftest import call
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer

AS_OF = "2026-11-26"
TODAY = date(2026, 11, 27)
PLAIN = PriceOptions()
PRICE = {"provider": "openai", "model": "m", "model_id": "m", "provider_model_id": "m-1", "tier": "standard"}
PRICE |= {
    "is_lowest_band": "true",
    "valid_from": "2024-01-01",
    "known_from": "2024-01-01",
    "source_url": "https://example.org/p",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """OpenAI sells m at 2.5 in, 1.25 cached and 10 out, until May at twice that; Groq sells two offers of n."""
    home = Home(tmp_path_factory.mktemp("log"))
    with open_writer(home) as writer:
        usd = dict(zip(("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok"), "245", strict=True))
        new = {"input_usd_per_mtok": "2.5", "cached_input_usd_per_mtok": "1.25", "output_usd_per_mtok": "10"}
        fill(
            writer,
            "out_price_vintage",
            {**PRICE, "input_usd_per_mtok": "5", "output_usd_per_mtok": "20", "valid_to": "2024-05-01"},
            {**PRICE, **new, "valid_from": "2024-05-01"},
            {**PRICE, **new, "tier": "batch", "output_usd_per_mtok": "5"},
            {**PRICE, **usd, "provider": "groq", "model": "n", "model_id": "n", "provider_model_id": "n-fast"},
            {**PRICE, **new, "provider": "groq", "model": "n", "model_id": "n", "provider_model_id": "n-slow"},
        )
        fill(
            writer, "core_model", {"model_id": "m", "organization": "OpenAI"}, {"model_id": "n", "organization": "Meta"}
        )
        fill(writer, "core_model_alias", *({"alias": "mn", "alias_source": f"s{m}", "model_id": m} for m in "mn"))
        writer.connection.execute(
            """UPDATE out_price_vintage SET model_number = md5_number_lower(model),
                   valid_before = coalesce(valid_to, DATE '9999-12-31'), known_before = DATE '9999-12-31'"""
        )
        fill(writer, "out_verdict", {"as_of": AS_OF})
        writer.publish()
    return home


def priced(home: Home, folder: Path, text: str, options: PriceOptions = PLAIN) -> tuple[list[dict[str, str]], str]:
    file, output = folder / "log.csv", io.StringIO()
    file.write_bytes(text.encode())
    summary = price_log(home, file, options, output, TODAY)
    delimiter = ";" if ";" in text else ","
    return list(csv.DictReader(io.StringIO(output.getvalue(), newline=""), delimiter=delimiter)), summary.line()


def test_costs_are_exact_and_at_the_price_of_the_day(home: Home, tmp_path: Path) -> None:
    rows, line = priced(
        home,
        tmp_path,
        "model,seller,at,input_tokens,cached_tokens,output_tokens\n"
        "m,OpenAI,2024-04-30T23:59:59Z,1000,0,100\n"
        "m-1,openai,2024-05-01,1000,200,100\n"
        "m,,2024-05-01T01:00:00+02:00,1,,\n",
    )
    # Until April 1000 x 5 / 10^6 + 100 x 20 / 10^6; then 1000 x 2.5 + 200 x 1.25 + 100 x 10 millionths.
    assert [row["total_usd"] for row in rows] == ["0.007", "0.00375", "0.000005"]
    assert [rows[1][name] for name in ("input_usd", "cached_input_usd", "output_usd")] == ["0.0025", "0.00025", "0.001"]
    assert [row["price_valid_from"] for row in rows] == ["2024-01-01", "2024-05-01", "2024-01-01"]
    assert line == "3 of 3 rows priced, 0.010755 USD at list prices"


def test_rows_without_a_cost_stay_and_say_why(home: Home, tmp_path: Path) -> None:
    rows, line = priced(
        home,
        tmp_path,
        "id,model,seller,at,tier,input_tokens,output_tokens\n"
        "=1+1,m,openai,2023-12-31,,1,1\n"
        "b,unheard,openai,2024-06-01,,1,1\n"
        "c,m,acme,2024-06-01,,1,1\n"
        "d,m,openai,2024-06-01,fastest,1,1\n"
        "e,m,openai,06/01/2024,,1,1\n"
        "f,m,openai,2024-06-01,,1e99,1\n"
        "g,m,openai,2024-06-01,,-1,1\n"
        "h,n,groq,2024-06-01,,1,1\n"
        "i,n,,2024-06-01,,1,1\n"
        "j,m,openai,,,1,1\n"
        "k,,openai,2024-06-01,,1,1\n"
        "l,mn,openai,2024-06-01,,1,1\n"
        "m,n-fast,groq,2024-06-01,,1,1\n"
        "n,m,openai,2024-06-01,batch,,1000000\n"
        "o,m,openai,2024-06-01,,,\n",
    )
    assert [row["id"] for row in rows] == ["=1+1", *"bcdefghijklmno"]
    assert [row["total_usd"] for row in rows] == [*[""] * 12, "0.000007", "5", ""]
    assert [row["unpriced_because"] for row in rows[:12]] == [
        f"no standard price of m at openai on 2023-12-31, as known on {AS_OF}",
        "model 'unheard' is unknown",
        "seller 'acme' is unknown",
        "tier 'fastest' is unknown",
        "at '06/01/2024' is not a date of the form YYYY-MM-DD, or a time of ISO 8601",
        "input_tokens '1e99' is not a number of tokens",
        "input_tokens '-1' is not a number of tokens",
        "offers of n at groq on 2024-06-01 differ in price: give n-slow or n-fast as the model",
        "no seller is given, and the model's maker does not sell it",
        "there is no date",
        "model is empty",
        "model 'mn' is an alias of m, n",
    ]
    assert rows[14]["unpriced_because"] == "no tokens are given"
    assert "2 of 15 rows priced, 5.000007 USD at list prices; 13 without a cost: 4 unreadable cell, 1 " in line


def test_a_row_of_a_day_to_come_has_no_cost(home: Home, tmp_path: Path) -> None:
    rows, line = priced(home, tmp_path, f"model,at,output_tokens\nm,{TODAY},1000000\nm,2026-11-28,1000000\n")
    assert [row["total_usd"] for row in rows] == ["10", ""]
    assert rows[1]["unpriced_because"] == "2026-11-28 is in the future"
    assert line.endswith("1 without a cost: 1 future date")


def test_options_count_for_rows_that_do_not_say_it(home: Home, tmp_path: Path) -> None:
    day = date(2024, 3, 1)
    rows, _ = priced(home, tmp_path, "model;output_tokens\nm;1000000\n", PriceOptions("OpenAI", "batch", day))
    assert rows[0]["total_usd"] == "5"
    none, line = priced(
        home, tmp_path, "model,at,output_tokens\nm,2024-03-01,1\n", PriceOptions(known=date(2023, 12, 31))
    )
    assert none[0]["unpriced_because"].endswith("as known on 2023-12-31")
    assert line.startswith("0 of 1 rows priced, 0 USD")


FOCUS = (
    "BillingCurrency,ChargePeriodStart,ServiceProviderName,SkuId,SkuMeter,ConsumedQuantity,ConsumedUnit,"
    "ChargeCategory,ListCost,x_Team\n"
)


def test_a_focus_log_gets_list_prices_in_its_own_columns(home: Home, tmp_path: Path) -> None:
    start = "2024-06-01T00:00:00Z,OpenAI,m"
    rows, line = priced(
        home,
        tmp_path,
        FOCUS
        + f"USD,{start},Input Tokens,2000000,Tokens,Usage,,red\n"
        + f",{start},m Cached Input Tokens,4,1M tokens,Usage,,red\n"
        + f"USD,{start},Output tokens,500,1K Tokens,Usage,9.99,red\n"
        + f"EUR,{start},Output tokens,1,Tokens,Usage,,red\n"
        + f"USD,{start},Audio input tokens,1,Tokens,Usage,,red\n"
        + f"USD,{start},Cache writes,1,Tokens,Usage,,red\n"
        + f"USD,{start},Output tokens,1,Requests,Usage,,red\n"
        + f"USD,{start},,1,Tokens,Tax,,red\n"
        + f"USD,{start},Output tokens,,Tokens,Usage,,red\n",
    )
    shown = ("ListUnitPrice", "ListCost", "PricingQuantity", "PricingUnit", "PricingCurrency", "BillingCurrency")
    assert [[row[name] for name in shown] for row in rows] == [
        ["2.5", "5", "2", "1000000 Tokens", "USD", "USD"],
        ["1.25", "5", "4", "1000000 Tokens", "USD", "USD"],
        ["", "9.99", "", "", "", "USD"],
        ["", "", "", "", "", "EUR"],
        *[["", "", "", "", "", "USD"]] * 5,
    ]
    assert [row["x_TotalListCost"] for row in rows] == ["5", "5", "5", "0.00001", "", "", "", "", ""]
    assert [row["x_UnpricedBecause"] for row in rows[4:]] == [
        "SkuMeter 'Audio input tokens' is not one of input, cached input or output tokens",
        "SkuMeter 'Cache writes' is not one of input, cached input or output tokens",
        "ConsumedUnit 'Requests' is not a unit of tokens",
        "ChargeCategory Tax is not Usage",
        "ConsumedQuantity is empty",
    ]
    assert {row["x_Team"] for row in rows} == {"red"}
    assert list(rows[0])[:10] == FOCUS.strip().split(",")
    assert line.startswith(
        "4 of 9 rows priced, 15.00001 USD at list prices; 5 without a cost: 4 unreadable cell, 1 not"
    )


def test_a_focus_row_may_hold_all_its_tokens(home: Home, tmp_path: Path) -> None:
    """Version 1.2 called the seller ProviderName; a correction takes tokens back."""
    rows, _ = priced(
        home,
        tmp_path,
        "ChargePeriodStart,ProviderName,x_Model,SkuId,x_Tier,ChargeClass,x_InputTokens,x_CachedTokens,x_OutputTokens\n"
        "2024-06-01 00:00:00,OpenAI,m-1,sku-77,,,1000000,1000000,1000000\n"
        "2024-06-01 00:00:00,OpenAI,m-1,sku-77,batch,Correction,,,-1000000\n"
        "2024-06-01 00:00:00,OpenAI,,,batch,,1,,\n",
    )
    assert [row["x_TotalListCost"] for row in rows] == ["13.75", "-5", ""]
    assert [row["ListUnitPrice"] for row in rows] == ["", "5", ""]
    assert rows[2]["x_UnpricedBecause"] == "SkuId and x_Model are empty"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty: the first line names the columns"),
        ("a,b\n1,2\n", "line 1: the header needs model and one of input_tokens, cached_tokens"),
        ("model,at\n", "line 1: the header needs model and one of"),
        ("ChargePeriodStart,ConsumedQuantity\n", "line 1: the header has neither SkuId nor x_Model"),
        ("model,input_tokens,total_usd\n", "line 1: column total_usd is there already: rename it"),
        ("SkuId,ChargePeriodStart,x_TotalListCost\n", "line 1: column x_TotalListCost is there already"),
        ("model,input_tokens,model\n", "line 1: column 'model' is there twice"),
        ("model,input_tokens\nm,1\nm,1,2\n", "line 3: 3 cells where the header has 2: correct the row"),
        ('model,input_tokens\nm,"1\n', "unexpected end of data: correct the file"),
    ],
)
def test_a_file_that_is_no_log_is_one_clear_line(home: Home, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TokenfallError) as caught:
        priced(home, tmp_path, text)
    assert message in str(caught.value)
    assert str(tmp_path / "log.csv") in str(caught.value)


def test_bytes_that_are_not_utf_8_and_a_file_that_is_not_there(home: Home, tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("model,input_tokens\nmüller,1\n".encode("latin-1"))
    with pytest.raises(TokenfallError, match="is not UTF-8"):
        price_log(home, tmp_path / "latin.csv", PriceOptions(), io.StringIO(), TODAY)
    with pytest.raises(TokenfallError, match=r"gone\.csv cannot be read \(No such file or directory\)"):
        price_log(home, tmp_path / "gone.csv", PriceOptions(), io.StringIO(), TODAY)


def test_a_byte_order_mark_and_other_delimiters_are_kept_as_they_are(home: Home, tmp_path: Path) -> None:
    output = io.StringIO()
    (tmp_path / "log.csv").write_bytes('\ufeffmodel\t"a note"\toutput_tokens\nm\t"x\ty"\t1\n\n'.encode())
    summary = price_log(home, tmp_path / "log.csv", PriceOptions(at=date(2024, 6, 1)), output, TODAY)
    header, row = csv.reader(io.StringIO(output.getvalue(), newline=""), delimiter="\t")
    assert header[:3] == ["model", "a note", "output_tokens"]
    assert (row[:3], summary.rows) == (["m", "x\ty", "1"], 1)


def test_a_hundred_thousand_rows_take_seconds(home: Home, tmp_path: Path) -> None:
    days = [f"2024-{month:02}-{day:02}" for month in (2, 3, 6, 7) for day in range(1, 26)]
    rows = [f"m,openai,{days[n % 100]},{n},{n % 7},{n % 900}\n" for n in range(100_000)]
    (tmp_path / "log.csv").write_text("model,seller,at,input_tokens,cached_tokens,output_tokens\n" + "".join(rows))
    start = time.process_time()
    summary = price_log(home, tmp_path / "log.csv", PriceOptions(), io.StringIO(), TODAY)
    assert (summary.rows, summary.unpriced.total()) == (100_000, 0)
    assert time.process_time() - start < 20


def test_the_command_writes_rows_to_stdout_and_counts_to_stderr(home: Home, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("model,at,output_tokens\nm,2024-06-01,100\nx,2024-06-01,1\n")
    result = call(home.path, "price", "--log", str(tmp_path / "log.csv"))
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr == "1 of 2 rows priced, 0.001 USD at list prices; 1 without a cost: 1 unknown model\n"


def test_cached_input_without_a_price_of_its_own_costs_what_input_does() -> None:
    price = {"input_usd_per_mtok": Decimal("3"), "cached_input_usd_per_mtok": None, "output_usd_per_mtok": Decimal("1")}
    cost = cost_of(Tokens(cached=Decimal("1000000")), price)
    assert (cost.cached.usd, cost.total_usd) == (3, 3)


def test_no_digit_of_a_cost_is_lost() -> None:
    tiny, many = Decimal("0.000000001"), Decimal("123456789012345678")
    price = {"input_usd_per_mtok": tiny, "cached_input_usd_per_mtok": None, "output_usd_per_mtok": Decimal("0.15")}
    cost = cost_of(Tokens(input=many, output=Decimal(1)), price)
    assert cost.total_usd == Decimal("123.456789012345678") + Decimal("0.00000015")


@pytest.mark.parametrize("cell", ["abc", "NaN", "Infinity", "1e40", "1 000"])
def test_what_is_no_number_of_tokens_is_refused(cell: str) -> None:
    with pytest.raises(BadCell, match="output_tokens"):
        read_amount("output_tokens", cell)


def test_days_are_those_of_utc() -> None:
    assert read_day("at", "2024-06-01T01:30:00+02:00") == date(2024, 5, 31)
    assert read_day("at", "2024-06-01") == date(2024, 6, 1)
    assert read_day("at", "") is None


@pytest.mark.parametrize(
    ("meter", "kind"),
    [
        ("gpt-4o Input Tokens", "input"),
        ("Prompt tokens", "input"),
        ("Uncached input tokens", "input"),
        ("Cache read", "cached"),
        ("cache hits", "cached"),
        ("Completion Tokens", "output"),
        ("input and output", None),
        ("gpt-4o-realtime input", None),
        ("image tokens", None),
        ("", None),
    ],
)
def test_a_meter_counts_what_its_words_say(meter: str, kind: str | None) -> None:
    log = FocusLog(["ChargePeriodStart", "SkuId", "SkuMeter", "ConsumedQuantity", "ConsumedUnit"])
    usage = log.read(["2024-06-01", "gpt-4o", meter, "7", "Token"])
    if kind is None:
        assert isinstance(usage, Unpriced)
    else:
        assert isinstance(usage, Usage)
        assert usage.tokens == Tokens(**{kind: Decimal(7)})
