"""The commands. Exit status: 0 done, 1 failed (one line on stderr), 2 wrong use."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.memory import few_arenas, one_thread_each, without_collecting
from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from bot.inference.process import Started


class Failed(Exception):
    """The command could not do its work; the message is the line for stderr."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("DRAGOMAN_DEBUG"):
            raise
        message = str(error).strip() or type(error).__name__
        if not isinstance(error, (Failed, SettingsError, *_expected())):
            message = f"{type(error).__name__}: {message} (set DRAGOMAN_DEBUG=1 to see where)"
        sys.stderr.write(f"dragoman: {message}\n")
        return 1


def _expected() -> tuple[type[Exception], ...]:
    """Errors whose message is a sentence for the user. Imported late: `--help` should not wait for the model."""
    from actions.commerce.data_file import DataFileError
    from actions.commerce.files import ShopFileError
    from bot.answers import ContentError
    from bot.content_files import HouseError
    from bot.dialogue import FlowFileError
    from bot.handoff.errors import EscalationError
    from bot.inference.asked import InferenceError
    from bot.knowledge.article import ArticleError
    from bot.nlu.bundle import BundleError
    from bot.nlu.commands import InputError
    from bot.nlu.components.base import ComponentError
    from bot.nlu.config import ConfigError
    from bot.nlu.encoder.errors import EncoderError
    from bot.nlu.labelled import EvaluationError
    from bot.nlu.training_data import TrainingDataError
    from bot.publishing import ImportRefused
    from bot.store.errors import StoreError

    return (
        DataFileError, ShopFileError, ContentError, HouseError, FlowFileError, EscalationError, ArticleError,
        BundleError, InputError, ComponentError, ConfigError, EncoderError, EvaluationError, TrainingDataError,
        ImportRefused, InferenceError, StoreError,
    )  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dragoman", description="A customer-service bot for cross-border shops.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], Any], what: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=what, description=what)
        command.set_defaults(run=run)
        return command

    for name, run, what in (
        ("serve", _serve, "run everything on this machine; prepare what is missing"),
        ("web", _web, "run only the web half (API, channels, console, demo page)"),
    ):
        command = add(name, run, what)
        command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        command.add_argument("--port", type=_port, default=5005, help="port to listen on (default: %(default)s)")
        if name == "serve":
            more = "worker processes; the first is this one (default: %(default)s)"
            command.add_argument("--workers", type=_count, default=1, help=more)
    add("worker", _worker, "run only the worker half (turns, sending, mail)")
    add("prepare", _prepare, "do the preparation of `serve` and stop")

    train = add("train", _train, "train from nlu_data/, write a bundle under models/, print the report")
    train.add_argument("--finetune", action="store_true", help="tune the encoder's upper layers first (long)")
    train.add_argument("--go-on", action="store_true", help="with --finetune: from the tuned weights that are there")
    train.add_argument("--force", action="store_true", help="put it to work even if a language got worse")
    evaluate = add("evaluate", _evaluate, "measure a bundle on labelled JSONL")
    evaluate.add_argument("files", nargs="+", type=Path, metavar="FILE")
    evaluate.add_argument("--model", metavar="V", help="version of the bundle (default: the active one)")
    evaluate.add_argument("--json", type=Path, metavar="OUT", help="write the measures as JSON")
    evaluate.add_argument("--html", type=Path, metavar="OUT", help="write the report as a page")
    evaluate.add_argument("--label-map", type=Path, metavar="YAML", help="a third party's labels as intents")
    parse = add("parse", _parse, "understand one text, or JSONL on stdin")
    parse.add_argument("text", nargs="?")
    parse.add_argument("--lang", help="the profile's locale")
    parse.add_argument("--market", help="ISO code of the market")

    knowledge = add("knowledge", lambda _: 2, "articles").add_subparsers(required=True, metavar="ACTION")
    load = knowledge.add_parser("import", help="publish the articles of a folder")
    load.add_argument("folder", type=Path)
    load.add_argument("--replace", action="store_true", help="what is not in the folder goes")
    load.set_defaults(run=_knowledge_import)
    search = knowledge.add_parser("search", help="search the published articles")
    search.add_argument("query")
    search.add_argument("--market", metavar="DE")
    search.add_argument("--locale", metavar="de")
    search.add_argument("--limit", type=_count, default=5)
    search.set_defaults(run=_knowledge_search)
    shop = add("shop", lambda _: 2, "shop data").add_subparsers(required=True, metavar="ACTION")
    load = shop.add_parser("import", help="load a folder of shop data")
    load.add_argument("folder", type=Path)
    load.add_argument("--replace", action="store_true", help="what is not in the folder goes")
    load.set_defaults(run=_shop_import)
    chat = add("chat", _chat, "talk to the bot in the terminal")
    chat.add_argument("--customer", metavar="ID", help="talk as this customer, identity proven")
    chat.add_argument("--market", metavar="DE")
    chat.add_argument("--locale", metavar="de")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; expected 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no count; expected a whole number from 1")
    return int(text)


def _say(message: str) -> None:
    sys.stdout.write(f"{message}\n")
    sys.stdout.flush()


def _say_aside(message: str) -> None:
    sys.stderr.write(f"{message}\n")


# ---- serving


def _serve(options: argparse.Namespace) -> None:
    _run_web(options, with_workers=True, processes=options.workers)


def _web(options: argparse.Namespace) -> None:
    _run_web(options, with_workers=False, processes=1)


def _run_web(options: argparse.Namespace, *, with_workers: bool, processes: int) -> None:
    started = time.monotonic()
    _check_port(options.host, options.port)
    settings = read_settings()
    model = _model_beside(settings)
    with without_collecting():
        from bot.serving import run_web

    asyncio_run(run_web(settings, model, options.host, options.port, with_workers, processes, started, _say))


def _model_beside(settings: Settings) -> Started:
    """The model, in a process of its own that loads it while the rest is loaded here."""
    one_thread_each()
    few_arenas()
    from bot.inference.process import start

    return start(settings.models, settings.encoder)


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Failed(
                f"{host}:{port} cannot be used ({error.strerror}); is Dragoman, or something else, running there? "
                "Choose another with --port"
            ) from error


def _worker(_: argparse.Namespace) -> None:
    settings = read_settings()
    model = _model_beside(settings)
    with without_collecting():
        from bot.serving import run_worker

    asyncio_run(run_worker(settings, model, _say))


def _prepare(_: argparse.Namespace) -> None:
    from bot.app import build_house

    async def work() -> None:
        house = await build_house(read_settings(), _say)
        await house.start(_say)
        await house.stop()

    asyncio_run(work())
    _compile()
    _say("Everything is ready: `dragoman serve` starts within seconds.")


def _compile() -> None:
    """Compiles our own modules: where Python keeps no compiled files by itself, each start would do it again."""
    import compileall

    house = Path(__file__).parent.parent
    for name in ("bot", "actions", "connectors", "console"):
        compileall.compile_dir(house / name, quiet=2)


def asyncio_run(work: Any) -> Any:
    """Runs a coroutine on the fastest loop there is; SIGTERM ends it like Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        import uvloop

        return uvloop.run(work)
    except ImportError:
        return asyncio.run(work)


# ---- understanding


def _train(options: argparse.Namespace) -> None:
    if not options.finetune:
        one_thread_each()
    settings = read_settings()
    if options.finetune:
        try:
            from bot.nlu.finetune.run import finetune
        except ImportError as error:
            raise Failed(
                f"tuning needs more packages ({error.name} is missing): .venv/bin/pip install -e '.[finetune]'"
            ) from error

        finetune(settings.nlu_data, settings.config, settings.models, _say, go_on=options.go_on)
    from bot.nlu.commands import run_train

    bundle, serves = run_train(settings.nlu_data, settings.config, settings.models, _say, force=options.force)
    if not serves:
        raise Failed(f"{bundle.version} was not activated; `dragoman train --force` activates it all the same")
    _say(f"Active model: {bundle.version}")


def _evaluate(options: argparse.Namespace) -> None:
    from bot.nlu.commands import run_evaluate

    run_evaluate(
        options.files,
        read_settings().models,
        version=options.model,
        label_map=options.label_map,
        json_out=options.json,
        html_out=options.html,
        progress=_say,
    )


def _parse(options: argparse.Namespace) -> None:
    settings = read_settings()
    from bot.nlu.commands import run_parse
    from bot.prepare import ensure_model

    ensure_model(settings, _say_aside)
    interpreter = asyncio_run(_interpreter(settings))
    if options.text is not None:
        line = json.dumps({"text": options.text, "lang": options.lang, "market": options.market})
        for found in run_parse([line], settings.models, interpreter=interpreter):
            _say(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for found in run_parse(sys.stdin, settings.models, interpreter=interpreter):
        _say(json.dumps(found, ensure_ascii=False))


async def _interpreter(settings: Settings) -> Any:
    """The interpreter with the products of the shop, where there is one."""
    from bot.inference.products import nlu_catalogue
    from bot.nlu.components.base import Resources
    from bot.nlu.pipeline import Interpreter
    from bot.services import StoreGateway
    from bot.store.database import Database

    db = Database(settings.database_url)
    try:
        await db.migrate()
        catalogue = nlu_catalogue(await StoreGateway(db).products())
    finally:
        await db.close()
    resources = Resources(settings.models, catalogue, lambda _message: None, settings.encoder)
    return Interpreter.load(settings.models, resources=resources)


# ---- articles and shop


def _knowledge_import(options: argparse.Namespace) -> None:
    from bot.content_files import load_content
    from bot.publishing import import_folder
    from bot.store.database import Database

    settings = read_settings()
    content = load_content(settings.content, settings.config)

    async def work() -> tuple[int, int]:
        db = Database(settings.database_url)
        try:
            await db.migrate()
            return await import_folder(db, options.folder, content.domain.intents, replace_all=options.replace)
        finally:
            await db.close()

    count, changed = asyncio_run(work())
    _say(f"{count} articles published, {changed} of them new or changed.")


def _knowledge_search(options: argparse.Namespace) -> None:
    from bot.app import build_house, console_deps

    async def work() -> list[dict[str, Any]]:
        house = await build_house(read_settings(), lambda _message: None)
        await house.start(lambda _message: None)
        try:
            return await console_deps(house).search(options.query, options.market, options.locale, options.limit)
        finally:
            await house.stop()

    found = asyncio_run(work())
    for passage in found:
        _say(f"{passage['score']:.2f}  {passage['id']} ({passage['locale']}, version {passage['version']})")
        _say(f"      {passage['title']}: {' '.join(passage['text'].split())[:160]}")
    if not found:
        _say("No answer known.")


def _shop_import(options: argparse.Namespace) -> None:
    from bot.prepare import import_shop_folder
    from bot.store.database import Database

    async def work() -> Any:
        db = Database(read_settings().database_url)
        try:
            await db.migrate()
            return await import_shop_folder(db, options.folder, replace=options.replace)
        finally:
            await db.close()

    data = asyncio_run(work())
    _say(
        f"{len(data.products)} products, {len(data.customers)} customers, {len(data.orders)} orders and "
        f"{len(data.coupons)} coupons imported."
    )


def _chat(options: argparse.Namespace) -> None:
    from bot.chat import run_chat

    asyncio_run(run_chat(read_settings(), options.customer, options.locale, options.market, _say))


if __name__ == "__main__":
    sys.exit(main())
