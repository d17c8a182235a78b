"""The reader: text → `Reading`."""

from reportedly.reader.reading import Hint, Mention, Quotation, Reader, Reading, Role, Trigger

__all__ = ["Hint", "Mention", "Quotation", "Reader", "Reading", "Role", "Trigger", "load_reader"]


def load_reader() -> Reader:
    """The shipped reader. Raises ReaderError when its weights are missing or damaged."""
    from reportedly.reader.encoder import Encoder  # onnxruntime takes half a second to load

    return Encoder()
