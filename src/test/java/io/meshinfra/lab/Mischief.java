package io.meshinfra.lab;

import io.meshinfra.model.NodeName;
import io.meshinfra.support.Lab;
import java.util.List;
import java.util.stream.Stream;

/**
 * What somebody does by hand to the fleet of {@code lab/fleet}, one thing for each that can be
 * wrong.
 *
 * @param deed a line of shell
 * @param seen what the diff must name, as {@code id attribute,...}; with an asterisk, among others
 */
record Mischief(String deed, String seen) {
  private static final String SHIP_LOG = "/srv/ship/it\\'s\\ \\$\\(touch\\ pwned\\)\\ log";

  private static final List<Mischief> MISCHIEF =
      List.of(
          new Mischief("rm " + SHIP_LOG, "file:/srv/ship/it's $(touch pwned) log create"),
          new Mischief("echo more >>" + SHIP_LOG, "file:/srv/ship/it's $(touch pwned) log content"),
          new Mischief("chmod 666 " + SHIP_LOG, "file:/srv/ship/it's $(touch pwned) log mode"),
          new Mischief(
              "chown root:root " + SHIP_LOG, "file:/srv/ship/it's $(touch pwned) log group,owner"),
          new Mischief("chmod 777 /srv/ship", "directory:/srv/ship mode"),
          new Mischief("chown root /srv/ship", "directory:/srv/ship owner"),
          new Mischief("rm /srv/log", "symlink:/srv/log create"),
          new Mischief("ln -sfn /tmp /srv/log", "symlink:/srv/log target"),
          new Mischief("sed -i s/harbour/reef/ /etc/hosts", "block:/etc/hosts#ship content"),
          new Mischief("sed -i '/ship/d;/harbour/d' /etc/hosts", "block:/etc/hosts#ship create"),
          new Mischief("gpasswd -q -d nobody crew; groupmod -g 4300 crew", "*group:crew gid"),
          new Mischief("usermod -s /bin/false ada", "user:ada shell"),
          new Mischief("usermod -c Nobody ada", "user:ada comment"),
          new Mischief("rm /home/ada/.ssh/authorized_keys", "authorizedKeys:ada create"),
          new Mischief(
              "echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA x'"
                  + " >>/home/ada/.ssh/authorized_keys",
              "authorizedKeys:ada keys"),
          new Mischief("rm /etc/sudoers.d/ada", "sudoers:ada create"),
          new Mischief("echo '# x' >>/etc/sudoers.d/ada", "sudoers:ada content"),
          new Mischief("chmod 644 /etc/sudoers.d/ada", "sudoers:ada mode"),
          new Mischief(
              "sysctl -qw net.ipv4.tcp_keepalive_time=7200",
              "sysctl:net.ipv4.tcp_keepalive_time live"),
          new Mischief("rm /etc/cron.d/mesh-tides", "cron:tides create"),
          new Mischief("echo '# x' >>/etc/cron.d/mesh-tides", "cron:tides content"),
          new Mischief("hostname other", "hostname:node live"),
          new Mischief("echo other >/etc/hostname", "hostname:node stored"),
          new Mischief("rm /srv/ship/anchor", "shell:anchor check"),
          new Mischief("service mesh-demo-svc stop", "service:mesh-demo-svc running"),
          new Mischief(
              "echo interval=9 >/etc/mesh-demo-svc.conf", "file:/etc/mesh-demo-svc.conf content"),
          new Mischief("echo x >/srv/chart/map", "git:/srv/chart clean"),
          new Mischief("rm -rf /srv/chart", "git:/srv/chart create"));

  /** All that can be done to a node. */
  static Stream<Mischief> of(NodeName node) {
    return Stream.concat(MISCHIEF.stream(), ofThisNode(node));
  }

  private static Stream<Mischief> ofThisNode(NodeName node) {
    return switch (node.value()) {
      case "fed" ->
          Stream.of(
              new Mischief("dnf -qy remove mesh-pkg-01", "package:mesh-pkg-01 create"),
              new Mischief("systemctl disable mesh-demo-svc", "service:mesh-demo-svc enabled"));
      case "deb" ->
          Stream.of(
              new Mischief("apt-get -qy remove mesh-pkg-01", "package:mesh-pkg-01 create"),
              new Mischief("systemctl disable mesh-demo-svc", "service:mesh-demo-svc enabled"));
      default ->
          Stream.of(
              new Mischief("apt-get -qy remove mesh-pkg-01", "package:mesh-pkg-01 create"),
              new Mischief("update-rc.d mesh-demo-svc disable", "service:mesh-demo-svc enabled"));
    };
  }

  /** What the fleet needs to be there beforehand. */
  static void prepare(Lab lab, NodeName node) {
    lab.sh(
        node.value(),
        "git init -q --bare -b main /srv/chart.git && git clone -q /srv/chart.git /tmp/c"
            + " && cd /tmp/c && git checkout -q -b main; echo here >map && git add . "
            + "&& git -c user.name=x -c user.email=x@x commit -qm one && git push -q origin main");
  }
}
