"""Trains the reader: corpora → passages → one encoder with several heads → ONNX int8. The only place that needs torch."""
