"""What a message names: order numbers, products, dates, sums and the like, with normalised values."""

from bot.nlu.entities.catalogue import Catalogue, Product
from bot.nlu.entities.extractor import EntityExtractor

__all__ = ["Catalogue", "EntityExtractor", "Product"]
