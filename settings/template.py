"""The commented newsdelta.yaml that `newsdelta init` writes."""

from __future__ import annotations

from pathlib import Path

TEMPLATE = Path(__file__).with_name("template.yaml")
