package io.meshinfra.network.intent;

/** Whether root itself may log in by SSH; never by password. */
public enum RootLogin {
  PROHIBIT_PASSWORD,
  NO;

  /** As sshd_config has it. */
  public String word() {
    return switch (this) {
      case PROHIBIT_PASSWORD -> "prohibit-password";
      case NO -> "no";
    };
  }
}
