"""Variables of a response: JSON values, typed by a tag so that a remote action can send them too.

| value | example | said in English, Germany |
| --- | --- | --- |
| text, number | `"PA-2026-104233"`, `3`, `true` | PA-2026-104233, 3, (`yes`/`no` in a select) |
| money | `{"money": "12.50", "currency": "EUR"}` | €12.50 |
| date | `{"date": "2026-11-27"}` | Friday, 27 November |
| time | `{"datetime": "2026-11-27T18:00:00+00:00"}` | Friday, 27 November at 19:00 (the shopper's zone) |
| days | `{"days": 3}` | 3 days; in a plural the bare number |
| how long ago, in seconds | `{"ago": 18000}` | 5 hours ago |
| number, percent | `{"number": "2.5"}`, `{"percent": "19"}` | 2.5, 19% |
| list | `{"list": [...], "style": "and"}` (or `"or"`, `"plain"`) | a, b and c |
| country, language | `{"country": "DE"}`, `{"language": "th"}` | Germany, Thai |
| city, by its English name | `{"city": "Vienna", "in": "AT"}` | Vienna |
| names per locale | `{"localized": {"en": "Linen shirt", "de": "Leinenhemd"}}` | Linen shirt |
| catalogue word | `{"term": "order_status.shipped"}` | shipped |
| person's name | `{"name": "Kim Minji"}` | with the style's honorific |

None is "known to be nothing": in a `select` it is `none`, as a text it is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from babel.dates import format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, is_currency

from bot.answers.cities import city_name
from bot.answers.locales import chain, sums_of
from bot.answers.message import JsonValue
from bot.answers.pattern import compiled
from bot.answers.voice import (
    Said,
    ValueProblem,
    Voice,
    native_digits,
    percent_text,
    plain_text,
    say_date,
    say_datetime,
    say_plain_number,
    to_decimal,
)


def say(value: JsonValue, voice: Voice) -> Said:
    """A value in words. Raises ValueProblem."""
    if isinstance(value, str):
        return Said(plain_text(value, voice))
    if isinstance(value, bool):
        raise ValueProblem(f"{value} is a flag and belongs into a select, not into a text")
    if isinstance(value, (int, float)):
        return say_plain_number(value, voice)
    if isinstance(value, dict):
        return _tagged(value, voice)
    raise ValueProblem("the value is missing" if value is None else "a bare list; expected {'list': [...]}")


def selector(value: JsonValue, voice: Voice) -> str:
    """The value as the name of a select branch: flags are `yes` and `no`, nothing is `none`."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return say(value, voice).text


def number_of(value: JsonValue, voice: Voice) -> int | Decimal:
    """The value as a number for a plural. Raises ValueProblem when it has none."""
    said = say(value, voice)
    if said.number is None:
        raise ValueProblem(f"{value!r} is not a number, but the text counts it")
    return said.number


def say_number(value: JsonValue, voice: Voice, style: str) -> str:
    """A number value as decimal, `integer` or `percent` (19 → 19 %)."""
    number = number_of(value, voice)
    if style == "percent":
        return percent_text(Decimal(number), voice)
    pattern = "#,##0" if style == "integer" else None
    text = format_decimal(number, format=pattern, locale=voice.locale, numbering_system=voice.digits)
    return native_digits(str(text), voice)


def _money(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    currency = value.get("currency")
    if not isinstance(currency, str) or not is_currency(currency):
        raise ValueProblem(f"found currency {currency!r}; expected an ISO 4217 code as 'EUR'")
    amount = to_decimal(value["money"])
    text = format_currency(amount, currency, locale=sums_of(voice.tag), numbering_system=voice.digits)
    return Said(native_digits(str(text), voice))


def _days(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    days = value["days"]
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days < 10**6:
        raise ValueProblem(f"found {days!r}; expected a whole number of days")
    return Said(compiled(voice.forms.days, voice.icu_locale).format({"days": days}), days)


def _list(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    members = value["list"]
    if not isinstance(members, list) or not members:
        raise ValueProblem(f"found {members!r}; expected a list with at least one member")
    said = [say(member, voice) for member in members]
    style = value.get("style", "and")
    texts = [member.text for member in said]
    if style == "plain":
        text = voice.forms.comma.join(texts)
    elif style in ("and", "or"):
        text = str(format_list(texts, style="or" if style == "or" else "standard", locale=voice.locale))
    else:
        raise ValueProblem(f"list style {style!r}; expected and, or, plain")
    return Said(text, dated=any(member.dated for member in said))


# States that CLDR has names for; any other (`US-CA`) is named by its country.
_TERRITORIES = {"ES-CN": "IC", "ES-CE": "EA", "ES-ML": "EA"}


def _pieces(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    number = say_plain_number(to_decimal(value["pieces"]), voice)
    return Said(f"{number.text}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{say(value.get('of'), voice).text}")


def _country(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    code = str(value["country"])
    name = voice.locale.territories.get(_TERRITORIES.get(code, code.partition("-")[0]))
    if name is None:
        raise ValueProblem(f"found country {value['country']!r}; expected an ISO 3166 code as 'DE'")
    return Said(str(name))


def _city(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    city, country = value["city"], value.get("in")
    if not isinstance(city, str) or not city.strip() or not isinstance(country, str):
        raise ValueProblem(f"found {dict(value)!r}; expected a city in a country as {{'city': 'Vienna', 'in': 'AT'}}")
    return Said(plain_text(city_name(city, country, voice.locale), voice))


def _language(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    tag = value["language"]
    name = voice.locale.languages.get(tag.replace("-", "_")) if isinstance(tag, str) else None
    if name is None:
        raise ValueProblem(f"found language {tag!r}; expected a code as 'de'")
    return Said(str(name))


def _localized(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    names = value["localized"]
    if isinstance(names, dict):
        for tag in (*chain(voice.tag), *names):
            name = names.get(tag)
            if isinstance(name, str) and name:
                return Said(plain_text(name, voice))
    raise ValueProblem(f"found {names!r}; expected names by locale as {{'en': ...}}")


def _term(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    term = value["term"]
    try:
        return Said(voice.term(str(term)))
    except KeyError:
        raise ValueProblem(f"no word '{term}' under terms: in the catalogue") from None


def _name(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    name = value["name"]
    if not isinstance(name, str) or not name.strip():
        raise ValueProblem(f"found {name!r}; expected a person's name")
    said = name.split()[0] if voice.first_name_only else name.strip()
    return Said(voice.honorific.replace("{name}", plain_text(said, voice)))


def _tagged_date(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    return Said(say_date(dict(value), voice, ""), dated=True)


def _tagged_datetime(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    return Said(say_datetime(dict(value), voice, ""), dated=True)


def _ago(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    seconds = value["ago"]
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 0:
        raise ValueProblem(f"found {seconds!r}; expected seconds since then")
    # Hours up to two days: "47 hours" tells more than "1 day".
    text = format_timedelta(-seconds, "minute", threshold=2, add_direction=True, locale=voice.locale)
    return Said(native_digits(text, voice))


def _tagged_number(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    return say_plain_number(to_decimal(value["number"]), voice)


def _tagged_percent(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    number = to_decimal(value["percent"])
    return Said(percent_text(number, voice), number)


def _tagged_text(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    text = value["text"]
    if not isinstance(text, str):
        raise ValueProblem(f"found {text!r}; expected a text")
    return Said(plain_text(text, voice))


_TAGS: Mapping[str, Callable[[Mapping[str, JsonValue], Voice], Said]] = {
    "money": _money,
    "date": _tagged_date,
    "datetime": _tagged_datetime,
    "days": _days,
    "ago": _ago,
    "number": _tagged_number,
    "percent": _tagged_percent,
    "list": _list,
    "pieces": _pieces,
    "country": _country,
    "city": _city,
    "language": _language,
    "localized": _localized,
    "term": _term,
    "name": _name,
    "text": _tagged_text,
}


def _tagged(value: Mapping[str, JsonValue], voice: Voice) -> Said:
    for tag, speak in _TAGS.items():
        if tag in value:
            return speak(value, voice)
    raise ValueProblem(f"found {dict(value)!r}; expected one of the tags " + ", ".join(_TAGS))
