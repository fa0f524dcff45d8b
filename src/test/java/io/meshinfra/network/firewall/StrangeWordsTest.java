package io.meshinfra.network.firewall;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.Intents;
import io.meshinfra.network.firewalld.FirewalldFirewall;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.ufw.UfwFirewall;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the readers of ufw and firewalld refuse, since we never write it. */
class StrangeWordsTest {
  private static SortedMap<String, String> compiled(Firewall firewall) {
    Intent intent = Intents.sound(Intents.nodes(3));
    return new TreeMap<>(
        assertInstanceOf(
                Compiled.Files.class,
                firewall.compile(intent, Grants.of(intent, new TreeMap<>()), new NodeName("n1")))
            .files());
  }

  private static void assertRefused(Firewall firewall, SortedMap<String, String> files) {
    assertInstanceOf(Filter.Reading.NotUnderstood.class, firewall.read(files), files.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-A ufw-before-input -p tcp --dport 22 -j ufw-user-input",
        "-I ufw-before-input 1 -j ACCEPT",
        "-A ufw-before-input -p sctp -j ACCEPT",
        "-A ufw-before-input -p tcp --dport 22:21 -j ACCEPT",
        "-A ufw-before-input -p tcp --dport 65536 -j ACCEPT",
        "-A ufw-before-input --dport 22 -j ACCEPT",
        "-A ufw-before-input ! -s 10.0.0.1 -j ACCEPT",
        "-A ufw-before-input -d 10.0.0.1 -j ACCEPT",
        "-A ufw-before-input -s 10.0.0.1 -j ACCEPT -j ACCEPT",
        "-A ufw-before-input -p icmp --icmp-type redirect -j ACCEPT",
        "-A ufw-before-input -m limit --limit 3/min -j ACCEPT",
        "-A ufw-before-input -m comment --comment \"$(reboot)\" -j ACCEPT",
        "-A mesh-infra -i eth0 -j RETURN",
        "-A INPUT -j ACCEPT",
        ":INPUT ACCEPT [0:0]",
        "*nat",
        "COMMIT"
      })
  void shouldRefuseWhatWeNeverWriteForUfw(String line) {
    Firewall ufw = new UfwFirewall();
    SortedMap<String, String> files = compiled(ufw);
    files.computeIfPresent(
        UfwFirewall.IP,
        (path, text) ->
            text.replace("-A ufw-before-input -i lo", line + "\n-A ufw-before-input -i lo"));

    assertRefused(ufw, files);
  }

  @Test
  void shouldRefuseOneFileOfUfwAlone() {
    Firewall ufw = new UfwFirewall();
    SortedMap<String, String> files = compiled(ufw);
    files.remove(UfwFirewall.IP6);

    assertRefused(ufw, files);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<rule><service name=\"ssh\"/><accept/></rule>",
        "<rule><port port=\"22\" protocol=\"sctp\"/><accept/></rule>",
        "<rule><port port=\"1-65536\" protocol=\"tcp\"/><accept/></rule>",
        "<rule><source address=\"10.0.0.1\"/><accept/></rule>",
        "<rule family=\"ipv4\"><source address=\"10.0.0.1\" invert=\"true\"/><accept/></rule>",
        "<rule><port port=\"22\" protocol=\"tcp\"/><accept><limit value=\"1/m\"/></accept></rule>",
        "<rule><port port=\"22\" protocol=\"tcp\"/></rule>",
        "<rule family=\"ipv5\"><accept/></rule>",
        "<rule family=\"ipv4\"><icmp-type name=\"redirect\"/><accept/></rule>",
        "<masquerade/>",
        "<ingress-zone name=\"public\"/>",
        "<egress-zone name=\"ANY\"/>",
        "&xxe;",
        "text",
        "<rule"
      })
  void shouldRefuseWhatWeNeverWriteForFirewalld(String line) {
    Firewall firewalld = new FirewalldFirewall();
    SortedMap<String, String> files = compiled(firewalld);
    files.computeIfPresent(
        FirewalldFirewall.REST, (path, text) -> text.replace("</policy>", line + "\n</policy>"));

    assertRefused(firewalld, files);
  }

  @Test
  void shouldReadNoEntitiesOfOtherFiles() {
    Firewall firewalld = new FirewalldFirewall();
    SortedMap<String, String> files = compiled(firewalld);
    files.put(
        FirewalldFirewall.ZONE,
        "<!DOCTYPE zone [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><zone target=\"DROP\"/>");

    assertRefused(firewalld, files);
  }
}
