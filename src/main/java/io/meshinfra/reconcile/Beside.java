package io.meshinfra.reconcile;

import io.meshinfra.probe.EvidenceProbe;

/** What the hub does beside rolling out what is in force. */
record Beside(
    Previews previews,
    Foresight foresight,
    Reverts reverts,
    ByHand byHand,
    EvidenceProbe evidence,
    SignedCommits signed) {}
