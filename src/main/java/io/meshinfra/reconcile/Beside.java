package io.meshinfra.reconcile;

import io.meshinfra.probe.EvidenceProbe;
import io.meshinfra.reconcile.identity.Certificates;
import io.meshinfra.reconcile.identity.HostCertificates;
import io.meshinfra.reconcile.revision.SignedCommits;
import io.meshinfra.reconcile.rollout.Rollouts;
import io.meshinfra.reconcile.tailnet.TailnetDevices;
import io.meshinfra.reconcile.tailnet.TailnetPolicies;

/** What the hub does beside rolling out what is in force. */
record Beside(
    Previews previews,
    Presences presences,
    Foresight foresight,
    Reverts reverts,
    ByHand byHand,
    EvidenceProbe evidence,
    SignedCommits signed,
    Rollouts rollouts,
    Certificates certificates,
    HostCertificates hostCertificates,
    TailnetPolicies tailnet,
    TailnetDevices devices,
    Reality reality) {}
