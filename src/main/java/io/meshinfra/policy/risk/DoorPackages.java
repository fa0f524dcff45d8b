package io.meshinfra.policy.risk;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.Traced;
import java.util.List;
import java.util.Optional;

/**
 * Packages by which people get into a machine or not. Their scripts start, stop and restart what
 * they bring, and no guard puts a package back: so a plan tells of them beforehand.
 */
public final class DoorPackages {
  private static final List<Sort> ALL =
      List.of(
          sort("the SSH server", "{openssh,openssh-server,ssh,dropbear,dropbear-*,tinyssh}"),
          sort("who may become root", "{sudo,sudo-*,doas,opendoas,polkit*,policykit-1}"),
          sort(
              "how people log in",
              "{pam,pam-*,pam_*,libpam*,linux-pam,libnss*,nss-pam*,sssd,sssd-*}"),
          sort(
              "the firewall",
              "{nftables,iptables,iptables-*,ip6tables,ufw,firewalld,shorewall,shorewall-*,ferm,"
                  + "fail2ban,awall,netfilter-persistent}"),
          sort(
              "the VPN",
              "{wireguard,wireguard-*,tailscale,openvpn,nebula,tinc,zerotier-one,netbird,headscale}"),
          sort(
              "the network",
              "{network-manager,NetworkManager,netplan,netplan.io,ifupdown,ifupdown*,dhcpcd*,"
                  + "isc-dhcp-client,wpa_supplicant,wpasupplicant,iwd,systemd-networkd,"
                  + "systemd-resolved,connman}"));

  private DoorPackages() {}

  private record Sort(String what, Language names) {}

  private static Sort sort(String what, String names) {
    return new Sort(what, Glob.text(names));
  }

  /** What the packages of a change decide, for people; empty when they decide nothing of that. */
  public static Optional<String> of(ResourceChange change) {
    return change.change() instanceof Change.Unverifiable
        ? Optional.empty()
        : packages(change.resource()).stream()
            .flatMap(name -> door(name).map(what -> name + " (" + what + ")").stream())
            .findFirst();
  }

  @SuppressWarnings("unchecked")
  private static <S> List<String> packages(Resource<S> resource) {
    return resource.type() instanceof Traced<?> traced
        ? ((Traced<S>) traced).traces(resource.spec()).packages()
        : List.of();
  }

  private static Optional<String> door(String name) {
    return ALL.stream().filter(sort -> sort.names().contains(name)).map(Sort::what).findFirst();
  }
}
