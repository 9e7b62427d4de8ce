#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference for bench-life: an approval gate in memory, in Python's asyncio.

asyncio-gate.py N   runs N requests at HARD_APPROVAL at a time through submit, notice and decision,
                    first to warm up, then measured; prints the seconds.

It does what the usual design of such a gate does and nothing more: a dict, a future per request,
a notifier, and three events of the audit trail as JSON lines, each flushed, to /dev/null. Nothing
is durable, checked, hashed or queued for delivery.
"""

import asyncio
import dataclasses
import datetime
import enum
import json
import os
import sys
import time
import uuid
from typing import Optional


class HITLLevel(enum.Enum):
    FULL_AUTO = 0
    NOTIFY_ONLY = 1
    SOFT_APPROVAL = 2
    HARD_APPROVAL = 3
    HUMAN_TAKEOVER = 4


class ApprovalStatus(enum.Enum):
    PENDING = 'pending'
    APPROVED = 'approved'
    REJECTED = 'rejected'
    ESCALATED = 'escalated'


@dataclasses.dataclass
class ApprovalRequest:
    action_type: str
    action_description: str
    proposed_action: dict
    hitl_level: HITLLevel
    request_id: str = dataclasses.field(default_factory=lambda: str(uuid.uuid4()))
    status: ApprovalStatus = ApprovalStatus.PENDING
    reviewer_id: Optional[str] = None
    reviewer_notes: Optional[str] = None
    created_at: float = dataclasses.field(default_factory=time.time)


def log_hitl_event(out, event_type, request, **kwargs):
    entry = {
        'event_type': event_type,
        'request_id': request.request_id,
        'agent_id': kwargs.get('agent_id'),
        'action_type': request.action_type,
        'hitl_level': request.hitl_level.name,
        'confidence_score': kwargs.get('confidence_score'),
        'reviewer_id': request.reviewer_id,
        'reviewer_decision': request.status.value,
        'latency_ms': kwargs.get('latency_ms'),
        'timestamp': datetime.datetime.utcnow().isoformat(),
    }
    print(json.dumps(entry), file=out, flush=True)


class ApprovalGate:
    def __init__(self, notifier, storage, out, soft_approval_timeout_s=300):
        self.notifier = notifier
        self.storage = storage
        self.out = out
        self.soft_timeout = soft_approval_timeout_s
        self._pending: dict[str, asyncio.Future] = {}

    async def request_approval(self, action_type, description, proposed_action, level):
        if level == HITLLevel.FULL_AUTO:
            return ApprovalStatus.APPROVED, None
        request = ApprovalRequest(
            action_type=action_type,
            action_description=description,
            proposed_action=proposed_action,
            hitl_level=level,
        )
        self.storage[request.request_id] = request
        log_hitl_event(self.out, 'requested', request, agent_id='agent-1', confidence_score=0.93)
        await self.notifier(request)
        if level == HITLLevel.NOTIFY_ONLY:
            return ApprovalStatus.APPROVED, None
        future = asyncio.get_event_loop().create_future()
        self._pending[request.request_id] = future
        try:
            timeout = self.soft_timeout if level == HITLLevel.SOFT_APPROVAL else None
            await asyncio.wait_for(asyncio.shield(future), timeout=timeout)
            return request.status, request.reviewer_notes
        except asyncio.TimeoutError:
            if level == HITLLevel.SOFT_APPROVAL:
                request.status = ApprovalStatus.APPROVED
                return ApprovalStatus.APPROVED, 'Auto-approved after timeout'
            request.status = ApprovalStatus.ESCALATED
            return ApprovalStatus.ESCALATED, 'No response, escalated'

    def decide(self, request_id, status, reviewer_id, notes):
        request = self.storage[request_id]
        request.status = status
        request.reviewer_id = reviewer_id
        request.reviewer_notes = notes
        latency_ms = int((time.time() - request.created_at) * 1000)
        log_hitl_event(self.out, 'approved', request, agent_id='agent-1', confidence_score=0.93,
                       latency_ms=latency_ms)
        self._pending.pop(request_id).set_result(True)


async def measure(count):
    told = asyncio.Queue()

    with open(os.devnull, 'w', encoding='utf-8') as out:

        async def notify(request):
            log_hitl_event(out, 'notified', request, agent_id='agent-1', confidence_score=0.93)
            told.put_nowait(request.request_id)

        async def review():
            for _ in range(count):
                gate.decide(await told.get(), ApprovalStatus.APPROVED, 'ana@example.org', None)

        gate = ApprovalGate(notify, {}, out)
        begin = time.perf_counter()
        results = await asyncio.gather(
            *(gate.request_approval('refund', f'Refund order {i}', {'order': i, 'amount': '84.50'},
                                    HITLLevel.HARD_APPROVAL) for i in range(count)),
            review())
        seconds = time.perf_counter() - begin
    assert all(status == ApprovalStatus.APPROVED for status, _ in results[:count])
    return seconds


def main():
    count = int(sys.argv[1])
    asyncio.run(measure(count))
    print(asyncio.run(measure(count)))


if __name__ == '__main__':
    main()
