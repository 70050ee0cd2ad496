"""Conversation patterns: small flows for what happens beside the business, with Rasa's names.

A content file replaces a default of `default_patterns.yml` by a flow with the same id. A pattern runs on top of what
is open; when it ends, the open question is asked again. Its steps may be any steps; what it knows is in `context.…`,
which is also given to its responses as variables.

| pattern | runs when | context |
|---|---|---|
| pattern_session_start | the first message of a session, before its answer | – |
| pattern_continue_interrupted | an interrupted flow goes on | interrupted_flow, interrupted_flow_name |
| pattern_correction | the shopper changed what the flow already used; it has gone back with the new value | corrected (names of slots) |
| pattern_cancel_flow | `stop`, or `deny` to a question that is no yes/no question | canceled_flow, canceled_name (null: nothing was open) |
| pattern_clarification | understanding is torn between wishes; its responses get the choices as options | names, question |
| pattern_repeat_bot_messages | `repeat_rephrase` | available |
| pattern_wait | the shopper waits, or asks to, where an act was to be confirmed | slot |
| pattern_skip_question | intent or button `/skip_question` while a question is open | slot |
| pattern_cannot_handle | not understood | failures (in a row), reason, question (slot asked for, or null) |
| pattern_internal_error | an action failed, or flows ran in a circle | action, reason (failed, loop, unconfirmed) |
| pattern_human_handoff | `human_agent`, at any turn, or a link to it; a content flow triggered by human_agent comes before the default | reason |
| pattern_language_switch | `language_switch`; a content flow triggered by it comes before the default | language |
| pattern_completed | the last open flow ended | previous_flow, previous_flow_name, questions (how many it asked) |
| pattern_attachment | a file without words | question |

Reasons of pattern_cannot_handle: `not_understood`, `out_of_scope`, `no_flow` (understood, but no flow serves it now),
`no_answer` (the open question was not answered), `scorn` (it was answered with scorn), `unsure` (the shopper does not know), `none_of_these`, `stale_button`, `silent` (a flow ended without a word), `circle` (a question was asked too often in a row).
"""  # noqa: E501

from __future__ import annotations

SESSION_START = "pattern_session_start"
CONTINUE_INTERRUPTED = "pattern_continue_interrupted"
CORRECTION = "pattern_correction"
CANCEL_FLOW = "pattern_cancel_flow"
CLARIFICATION = "pattern_clarification"
REPEAT = "pattern_repeat_bot_messages"
WAIT = "pattern_wait"
SKIP_QUESTION = "pattern_skip_question"
CANNOT_HANDLE = "pattern_cannot_handle"
INTERNAL_ERROR = "pattern_internal_error"
HUMAN_HANDOFF = "pattern_human_handoff"
LANGUAGE_SWITCH = "pattern_language_switch"
COMPLETED = "pattern_completed"
ATTACHMENT = "pattern_attachment"

ALL = frozenset(
    {
        SESSION_START,
        CONTINUE_INTERRUPTED,
        CORRECTION,
        CANCEL_FLOW,
        CLARIFICATION,
        REPEAT,
        WAIT,
        SKIP_QUESTION,
        CANNOT_HANDLE,
        INTERNAL_ERROR,
        HUMAN_HANDOFF,
        LANGUAGE_SWITCH,
        COMPLETED,
        ATTACHMENT,
    }
)

ACTION_REPEAT = "action_repeat_bot_messages"
"""Says again what was said last."""
ACTION_HANDOFF = "action_human_handoff"
"""Yields a Handoff step."""
BUILT_IN_ACTIONS = frozenset({ACTION_REPEAT, ACTION_HANDOFF})

NONE_OF_THESE = "none_of_these"
"""Intent of the button that refuses all choices of a clarification."""
SKIP = "skip_question"
"""Intent of a button that refuses a question."""
