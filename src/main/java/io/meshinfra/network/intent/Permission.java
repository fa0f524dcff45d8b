package io.meshinfra.network.intent;

/** What a session with a certificate may do beyond running a command. */
public enum Permission {
  PTY("permit-pty"),
  PORT_FORWARDING("permit-port-forwarding"),
  AGENT_FORWARDING("permit-agent-forwarding"),
  X11_FORWARDING("permit-X11-forwarding"),
  USER_RC("permit-user-rc");

  private final String extension;

  Permission(String extension) {
    this.extension = extension;
  }

  /** Its name in a certificate, as PROTOCOL.certkeys of OpenSSH has it. */
  public String extension() {
    return extension;
  }
}
