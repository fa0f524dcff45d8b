"""Prints what a playbook does as one JSON object per line, for mesh-infra."""

import difflib
import json
import os
import sys

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = '''
    name: mesh_events
    type: stdout
    short_description: one JSON object per line for mesh-infra
    description:
      - Tells tasks and their results while they happen. Honours no_log and diff.
'''

LONGEST_NAME = 200
LONGEST_MESSAGE = 1000
LONGEST_DIFF = 2000
LARGEST_COMPARED = 16 * 1024
MOST_ITEMS = 20


def cut(value, longest):
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= longest else text[:longest] + '...'


def part(result, name):
    """result.name of new versions of Ansible, result._name of older ones."""
    return getattr(result, name, None) or getattr(result, '_' + name)


def side(value):
    if isinstance(value, (dict, list)):
        return json.dumps(value, indent=2, sort_keys=True, default=str) + '\n'
    return value if isinstance(value, str) else str(value or '')


def difference(diff):
    """Unified diff of one entry, as Ansible's modules give it."""
    if not isinstance(diff, dict):
        return ''
    if diff.get('prepared'):
        return str(diff['prepared'])
    if 'before' not in diff and 'after' not in diff:
        return ''
    before, after = side(diff.get('before')), side(diff.get('after'))
    if len(before) > LARGEST_COMPARED or len(after) > LARGEST_COMPARED:
        return '(too large to show)'
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), 'before', 'after', 'now', 'wanted', 2, '')
    # without the two header lines: they name temporary files at best
    return '\n'.join(list(lines)[2:])


def differences(result):
    """All diffs of a result, with those of its loop items."""
    parts = [result] + [item for item in result.get('results') or [] if isinstance(item, dict)][:MOST_ITEMS]
    texts = []
    for item in parts:
        if item.get('_ansible_no_log') or 'censored' in item:
            continue
        diff = item.get('diff')
        for one in (diff if isinstance(diff, list) else [diff])[:MOST_ITEMS]:
            text = difference(one)
            if text:
                texts.append(text)
    return '\n'.join(texts)


def message(result):
    if 'censored' in result:
        return 'hidden by no_log'
    for key in ('msg', 'module_stderr', 'stderr', 'module_stdout', 'reason'):
        if result.get(key):
            text = side(result[key]).strip()
            stderr = result.get('stderr')
            return text + ': ' + side(stderr).strip() if key == 'msg' and stderr else text
    failed = [item for item in result.get('results') or [] if isinstance(item, dict) and item.get('failed')]
    return message(failed[0]) if failed else ''


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'stdout'
    CALLBACK_NAME = 'mesh_events'

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._mark = os.environ.get('MESH_EVENTS_MARK', '@mesh')

    def _tell(self, event, **more):
        more['event'] = event
        sys.stdout.write(self._mark + ' ' + json.dumps(more, default=str) + '\n')
        sys.stdout.flush()

    def _result(self, status, result):
        task, values = part(result, 'task'), part(result, 'result')
        shown = differences(values) if getattr(task, 'diff', True) is not False else ''
        self._tell(
            'result',
            status=status,
            host=cut(part(result, 'host').get_name(), LONGEST_NAME),
            task=cut(task.get_name(), LONGEST_NAME),
            changed=bool(values.get('changed')),
            message=cut(message(values), LONGEST_MESSAGE) if status in ('failed', 'unreachable', 'ignored') else '',
            diff=cut(shown, LONGEST_DIFF),
        )

    def v2_playbook_on_play_start(self, play):
        self._tell('play', name=cut(play.get_name(), LONGEST_NAME))

    def v2_playbook_on_no_hosts_matched(self):
        self._tell('no-hosts')

    def v2_playbook_on_task_start(self, task, is_conditional):
        facts = str(task.action).rsplit('.', 1)[-1] in ('setup', 'gather_facts')
        self._tell('task', name=cut(task.get_name(), LONGEST_NAME), facts=facts)

    def v2_playbook_on_handler_task_start(self, task):
        self._tell('task', name=cut(task.get_name(), LONGEST_NAME), facts=False)

    def v2_runner_on_ok(self, result):
        self._result('changed' if part(result, 'result').get('changed') else 'ok', result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._result('ignored' if ignore_errors else 'failed', result)

    def v2_runner_on_skipped(self, result):
        self._result('skipped', result)

    def v2_runner_on_unreachable(self, result):
        self._result('unreachable', result)

    def v2_playbook_on_stats(self, stats):
        self._tell('end')
