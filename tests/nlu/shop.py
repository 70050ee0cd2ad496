"""A small shop: training data in two languages and a recipe."""

from __future__ import annotations

from pathlib import Path

from bot.nlu.config import NluConfig, Step

ENGLISH = """version: "3.1"
nlu:
- intent: order_status
  metadata: {emotion: neutral, urgency: normal}
  examples: |
    - where is my order
    - where's my parcel [PA-2025-104233](order_id)
    - when will my package arrive
    - any news about my delivery
    - track my order please
    - has my order shipped
- intent: order_status
  metadata: {emotion: angry, urgency: high}
  examples: |
    - WHERE IS MY ORDER
    - this is ridiculous, where the hell is my parcel!!
    - three weeks and no package, I am furious
- intent: return_request
  metadata: {emotion: neutral, urgency: normal}
  examples: |
    - I want to send this back
    - return the shoes please
    - how can I return my jacket
    - I'd like to give it back and get my money
    - start a return for me
    - please take the dress back
- intent: order_status+return_request
  examples: |
    - where is my parcel and I want to return the other one
    - has it shipped? also please start a return for the shoes
    - track my order, and I'd like to send the jacket back
- intent: greet
  examples: |
    - hello
    - hi there
    - good morning
    - hey
    - hi bot
    - good evening
- intent: out_of_scope
  examples: |
    - what is the capital of France
    - write me a poem about cats
    - who won the football match
    - how do I cook rice
    - what is 12 times 7
    - tell me about the stock market
- intent: return_reason/too_small
  examples: |
    - too small
    - it is tight
    - doesn't fit, I need a bigger one
- intent: return_reason/changed_mind
  examples: |
    - changed my mind
    - I don't want it any more
    - no longer needed
- synonym: cash on delivery
  examples: |
    - COD
"""
GERMAN = """version: "3.1"
nlu:
- intent: order_status
  metadata: {emotion: neutral, urgency: normal}
  examples: |
    - wo ist meine Bestellung
    - wann kommt mein Paket an
    - ist meine Bestellung schon raus
    - Sendungsverfolgung bitte
    - wo bleibt die Lieferung
    - gibt es was Neues zu meinem Paket
- intent: return_request
  examples: |
    - ich möchte das zurückschicken
    - Rücksendung bitte
    - wie kann ich die Schuhe zurückgeben
    - nehmen Sie die Jacke zurück
    - ich will die Ware retournieren
    - Retoure anmelden
- intent: greet
  examples: |
    - hallo
    - guten Tag
    - moin
    - servus
    - guten Morgen
    - hi
- intent: out_of_scope
  examples: |
    - wie wird das Wetter morgen
    - schreib mir ein Gedicht
    - wer ist Bundeskanzler
    - was ist die Wurzel aus neun
    - erzähl mir einen Witz
    - wie backe ich Brot
"""

CONFIG = NluConfig(
    "en",
    ("en", "de"),
    ("DE", "US"),
    (
        Step("LanguageDetector", {}),
        Step("SentenceEncoder", {}),
        Step("UniversalSentenceEncoder", {}),
        Step("SurfaceFeatures", {}),
        Step("IntentClassifier", {"features": ["sentence", "use"]}),
        Step("NgramClassifier", {"rarest": 1}),
        Step("NeighbourVote", {}),
        Step("OutOfScope", {}),
        Step("Calibration", {}),
        Step("SeveralIntents", {}),
        Step("EmotionClassifier", {}),
        Step("UrgencyClassifier", {}),
        Step("SlotValueClassifier", {}),
        Step("EntityExtractor", {}),
    ),
)


def write_data(folder: Path) -> Path:
    """A small shop's training data in two languages."""
    for language, content in (("en", ENGLISH), ("de", GERMAN)):
        (folder / language).mkdir(parents=True, exist_ok=True)
        (folder / language / "shop.yml").write_text(content, encoding="utf-8")
    return folder
