"""What pages show and the JSON API answers: one shape for both. Texts are strangers', made plain; an
address is there only if it is safe to link to."""

from web.shapes.given import *  # noqa: F403
from web.shapes.news import *  # noqa: F403
from web.shapes.people import *  # noqa: F403
