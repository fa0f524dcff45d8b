package io.meshinfra.reconcile.tailnet;

/** What came of putting the policy file. */
public sealed interface PolicyPut {

  /** It is in force now. */
  record Done(String words) implements PolicyPut {}

  /** It was there already. */
  record NotNeeded(String reason) implements PolicyPut {}

  /** Nothing was changed; says why and how to mend it. */
  record Refused(String reason) implements PolicyPut {}
}
