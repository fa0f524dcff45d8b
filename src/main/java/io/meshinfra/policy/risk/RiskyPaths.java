package io.meshinfra.policy.risk;

import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;
import io.meshinfra.policy.risk.Assessment.Ground;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files on which more hangs than on others. */
final class RiskyPaths {
  private static final List<Entry> ALL =
      List.of(
          wayIn(Risk.CRITICAL, "changes the SSH server", "/etc/ssh/**", "/etc/dropbear/**"),
          wayIn(Risk.CRITICAL, "changes who may become root", "/etc/sudoers", "/etc/sudoers.d/**"),
          wayIn(
              Risk.CRITICAL,
              "changes how people log in",
              "/etc/{pam.d,security}/**",
              "/etc/{pam.conf,login.defs,nsswitch.conf,securetty,shells}"),
          wayIn(
              Risk.CRITICAL,
              "changes the network",
              "/etc/{network,netplan,NetworkManager,systemd/network,sysconfig/network-scripts}/**",
              "/etc/systemd/{networkd,resolved}.conf*",
              "/etc/{resolv.conf,dhcpcd.conf,wpa_supplicant/**}"),
          wayIn(
              Risk.CRITICAL,
              "changes the firewall",
              "/etc/{nftables.d,iptables,ufw,firewalld,shorewall}/**",
              "/etc/{nftables.conf,nftables.nft,sysconfig/*tables*,hosts.allow,hosts.deny}"),
          wayIn(
              Risk.CRITICAL,
              "changes the VPN",
              "/etc/{wireguard,tailscale,openvpn,nebula,tinc}/**",
              "/etc/default/tailscaled",
              "/var/lib/tailscale/**"),
          wayIn(
              Risk.CRITICAL,
              "changes the service of a way in",
              "/{etc,lib,usr/lib,run}/systemd/system/"
                  + "{ssh,sshd,tailscaled,wg-quick,NetworkManager,systemd-networkd,nftables,ufw,"
                  + "firewalld}{.,@}*",
              "/{etc,lib,usr/lib,run}/systemd/system/"
                  + "{ssh,sshd,tailscaled,wg-quick,NetworkManager,systemd-networkd,nftables,ufw,"
                  + "firewalld}{.,@}*/**"),
          wayIn(
              Risk.HIGH,
              "changes accounts",
              "/etc/{passwd,shadow,group,gshadow,subuid,subgid}{,-}"),
          wayIn(Risk.HIGH, "changes who may log in with which key", "**/.ssh/**"),
          entry(
              Risk.HIGH,
              "changes how the machine boots",
              "/boot/**",
              "/etc/{fstab,crypttab,mdadm/**,initramfs-tools/**,dracut.conf*,default/grub*,grub.d/**}",
              "/etc/{inittab,rc.local,modprobe.d/**}"),
          entry(Risk.HIGH, "changes whom the machine trusts", "/etc/{ssl,pki,ca-certificates}/**"),
          entry(Risk.MEDIUM, "changes what the kernel does", "/etc/sysctl.{conf,d/**}"),
          entry(Risk.MEDIUM, "changes what runs at set times", "/etc/cron*/**", "/etc/crontab"),
          entry(Risk.MEDIUM, "changes names that other programs rely on", "/etc/{hosts,hostname}"),
          entry(Risk.MEDIUM, "changes where software comes from", "/etc/{apt,yum.repos.d,dnf}/**"));

  private RiskyPaths() {}

  /**
   * A sort of files.
   *
   * @param wayIn whether they decide who gets into the machine
   * @param anywhere whether they may be in any folder, so that every folder might hold some
   */
  private record Entry(
      Risk risk, String what, boolean wayIn, boolean anywhere, List<Language> paths) {
    boolean concerns(String path) {
      return path.endsWith("/")
          ? !anywhere && paths.stream().anyMatch(Glob.path(path)::meets)
          : paths.stream().anyMatch(known -> known.contains(path));
    }
  }

  /** Of the worst sort that the path is of; one that ends in a slash stands for all below it. */
  static Optional<Ground> of(String path) {
    return ALL.stream()
        .filter(entry -> entry.concerns(path))
        .findFirst()
        .map(entry -> new Ground(entry.risk(), entry.what() + " (" + path + ")"));
  }

  /** What a change of the path does to who gets in; empty when it does nothing to that. */
  static Optional<String> wayIn(String path) {
    return ALL.stream()
        .filter(entry -> entry.wayIn() && entry.concerns(path))
        .findFirst()
        .map(entry -> entry.what() + " (" + path + ")");
  }

  private static Entry entry(Risk risk, String what, String... patterns) {
    return entry(risk, what, false, patterns);
  }

  private static Entry wayIn(Risk risk, String what, String... patterns) {
    return entry(risk, what, true, patterns);
  }

  private static Entry entry(Risk risk, String what, boolean wayIn, String... patterns) {
    boolean anywhere = Stream.of(patterns).anyMatch(pattern -> pattern.startsWith("**"));
    return new Entry(risk, what, wayIn, anywhere, Stream.of(patterns).map(Glob::path).toList());
  }
}
