"""Articles: the list and the editor."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import yaml
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from bot.yaml_files import parse_yaml
from console.accounts import ROLES
from console.deps import Console
from console.display import Display
from console.markdown import to_html
from console.problems import Problem
from console.security import Agent, Editor, Principal
from console.templating import display_for, render

router = APIRouter(prefix="/console/articles")
KINDS = ("policy", "faq", "procedure", "reply")
_EMPTY: dict[str, Any] = {
    "id": "",
    "locale": "",
    "title": "",
    "kind": "faq",
    "markets": [],
    "topics": [],
    "valid_from": None,
    "valid_until": None,
    "facts": {},
    "body": "",
    "status": "draft",
    "version": 0,
}
Text = Annotated[str, Form()]


@router.get("")
async def listing(request: Request, console: Console, who: Agent, q: str = "", locale: str = "") -> Response:
    """All articles, or those of a language whose title or name holds the words."""
    known = await console.articles.list()
    words = q.casefold().split()
    shown = [
        one
        for one in known
        if locale in ("", one["locale"]) and all(word in f"{one['title']} {one['id']}".casefold() for word in words)
    ]
    locales = sorted({one["locale"] for one in known})
    return render(request, "articles.html", who=who, articles=shown, locales=locales, q=q, locale=locale)


@router.get("/new")
async def new(request: Request, who: Editor, locale: str = "en") -> Response:
    """The editor with an empty article."""
    return _editor(request, who, _as_form({**_EMPTY, "locale": locale}), is_new=True)


@router.get("/{locale}/{article_id}")
async def edit(
    request: Request, console: Console, who: Agent, locale: str, article_id: str, done: str = ""
) -> Response:
    """The editor with the newest version."""
    article = await console.articles.get(article_id, locale)
    if article is None:
        raise Problem(404, f"there is no article {article_id} in {locale}")
    notice = {"saved": "article.saved", "published": "article.published"}.get(done)
    return _editor(request, who, _as_form(article), is_new=False, notice=notice, source=article.get("source"))


@router.post("/preview")
async def preview(request: Request, console: Console, who: Editor) -> Response:
    """The text as HTML, or what is wrong with the article."""
    form = await _form(request)
    try:
        article = await console.articles.preview(_fields(form, display_for(request, who)))
    except ValueError as error:
        return render(request, "_preview.html", who=who, problem=str(error), title="", html="")
    html = Markup(to_html(str(article["body"])))  # noqa: S704 - raw HTML in articles is escaped by the renderer
    return render(request, "_preview.html", who=who, problem=None, title=article["title"], html=html)


@router.post("")
async def save(request: Request, console: Console, who: Editor, action: Text = "save", is_new: Text = "") -> Response:
    """Stores the draft, and publishes it when asked to."""
    form = await _form(request)
    known = await console.articles.get(form["id"].strip(), form["locale"].strip())
    try:
        fields = _fields(form, display_for(request, who))
        fields["translation_of"] = known.get("translation_of") if known else None  # the form does not show it
        await console.articles.save_draft(fields, by=who.staff.id)
        if action == "publish":
            await console.articles.publish(fields["id"], fields["locale"], by=who.staff.id)
    except ValueError as error:
        source = known.get("source") if known else None
        return _editor(request, who, form, is_new=bool(is_new), problem=str(error), status=422, source=source)
    done = "published" if action == "publish" else "saved"
    return RedirectResponse(f"/console/articles/{fields['locale']}/{fields['id']}?done={done}", 303)


def _editor(
    request: Request,
    who: Principal,
    form: dict[str, str],
    *,
    is_new: bool,
    problem: str | None = None,
    notice: str | None = None,
    status: int = 200,
    source: dict[str, Any] | None = None,
) -> Response:
    return render(
        request,
        "article.html",
        who=who,
        status=status,
        form=form,
        is_new=is_new,
        kinds=KINDS,
        problem=problem,
        notice=notice,
        source=_as_form(source) if source else None,
        editable=ROLES.index(who.staff.role) >= ROLES.index("editor"),
    )


def _as_form(article: dict[str, Any]) -> dict[str, str]:
    """The article as the texts of its form fields."""
    facts = article["facts"]
    shown = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, default_flow_style=False) if facts else ""
    return {
        **{name: str(article[name] or "") for name in ("id", "locale", "title", "kind", "body", "status", "version")},
        **{name: str(article[name] or "") for name in ("valid_from", "valid_until")},
        **{name: ", ".join(article[name]) for name in ("markets", "topics")},
        "facts": shown,
    }


async def _form(request: Request) -> dict[str, str]:
    sent = await request.form()
    return {name: str(sent.get(name, "")) for name in _as_form(_EMPTY)}


def _fields(form: dict[str, str], display: Display) -> dict[str, Any]:
    """The article's fields from its form; raises ValueError naming the field."""
    try:
        facts = parse_yaml(form["facts"]) if form["facts"].strip() else {}
    except yaml.YAMLError as error:
        raise ValueError(display.t("article.bad_facts")) from error
    if not isinstance(facts, dict):
        raise ValueError(display.t("article.bad_facts"))
    return {
        **{name: form[name].strip() for name in ("id", "locale", "title", "kind")},
        **{name: [part.strip() for part in form[name].split(",") if part.strip()] for name in ("markets", "topics")},
        **{name: _date(name, form[name].strip(), display) for name in ("valid_from", "valid_until")},
        "facts": facts,
        "body": form["body"].replace("\r\n", "\n").strip(),
    }


def _date(field: str, value: str, display: Display) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ValueError(display.t("article.bad_date", field=field, value=value)) from error
