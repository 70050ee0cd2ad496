"""Variables of a response: JSON values, typed by a tag so that a remote action can send them too.

| value | example | said in English, Germany |
| --- | --- | --- |
| text, number | `"PA-2026-104233"`, `3`, `true` | PA-2026-104233, 3, (`yes`/`no` in a select) |
| money | `{"money": "12.50", "currency": "EUR"}` | €12.50 |
| date | `{"date": "2026-11-27"}` | Friday, 27 November |
| time | `{"datetime": "2026-11-27T18:00:00+00:00"}` | Friday, 27 November at 19:00 (the shopper's zone) |
| days | `{"days": 3}` | 3 days; in a plural the bare number |
| number, percent | `{"number": "2.5"}`, `{"percent": "19"}` | 2.5, 19% |
| list | `{"list": [...], "style": "and"}` (or `"or"`, `"plain"`) | a, b and c |
| country, language | `{"country": "DE"}`, `{"language": "th"}` | Germany, Thai |
| names per locale | `{"localized": {"en": "Linen shirt", "de": "Leinenhemd"}}` | Linen shirt |
| catalogue word | `{"term": "order_status.shipped"}` | shipped |
| person's name | `{"name": "Kim Minji"}` | with the style's honorific |

None is "known to be nothing": in a `select` it is `none`, as a text it is an error.
"""
