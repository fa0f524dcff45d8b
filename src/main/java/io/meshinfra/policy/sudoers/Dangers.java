package io.meshinfra.policy.sudoers;

import static io.meshinfra.policy.sudoers.Danger.direct;
import static io.meshinfra.policy.sudoers.Danger.roundabout;

import io.meshinfra.policy.pattern.Letters;
import io.meshinfra.policy.pattern.Part;
import io.meshinfra.policy.sudoers.Danger.Open;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is known to take a way into a machine away. In the patterns, <code>{a,b}</code> is a choice
 * and <code>*</code> is any text, blanks included.
 */
final class Dangers {
  private static final String SSH = "{sshd,ssh,dropbear}{,@*}";
  private static final String NETWORK =
      "{networking,network,NetworkManager,systemd-networkd,systemd-resolved,dhcpcd,wicked,ifup,"
          + "netplan-*,iwd,wpa_supplicant,connman}{,@*}";
  private static final String FIREWALL =
      "{nftables,firewalld,ufw,iptables,ip6tables,netfilter-persistent,shorewall}";
  private static final String VPN = "{tailscaled,wg-quick@*,nebula,zerotier-one,openvpn*,tinc*}";

  static final String STOPS_SSH = "stops the SSH server";
  static final String STOPS_NETWORK = "stops the network";
  static final String STOPS_VPN = "stops the VPN";

  /** Names of all of these services. */
  static final String WAYS_IN =
      "{%s,%s,%s,%s}{,.service,.socket}".formatted(SSH, NETWORK, FIREWALL, VPN);

  private static final String DOWN = "{stop,kill,disable,mask,freeze,clean,revert,set-property}";

  /** What comes back by itself, if all is well. */
  private static final String BOUNCE =
      "{restart,try-restart,condrestart,reload-or-restart,reload-or-try-restart,"
          + "try-reload-or-restart,force-reload}";

  private static final String USER_SCOPE = "*--user *";

  /** Packages whose removal takes a way in away. */
  private static final String PACKAGES =
      "{openssh*,ssh,dropbear*,sudo,network-manager*,NetworkManager*,ifupdown*,netplan*,systemd*,"
          + "nftables*,firewalld*,ufw*,iptables*,tailscale*,wireguard*}";

  /** Files that decide whether anybody gets in. */
  private static final String FILES =
      "/etc/{ssh,sudoers,sudoers.d,pam.d,network,netplan,NetworkManager,nftables,systemd,wireguard,"
          + "passwd,shadow}*";

  /** Programs that run the program or script that is told to them. */
  private static final String RUNNERS =
      "{sh,bash,dash,ash,zsh,ksh*,csh,tcsh,fish,env,su,sudo,doas,runuser,setpriv,systemd-run,nohup,"
          + "setsid,timeout,time,nice,ionice,chrt,taskset,stdbuf,python*,perl*,ruby*,lua*,node,php*}";

  /** Programs that run others if only one of their arguments says so. */
  private static final String SEARCHERS =
      "{busybox,chroot,nsenter,unshare,xargs,watch,script,expect,find,parallel,awk,gawk,mawk,nawk,"
          + "tclsh*}";

  private static final Part BLANK = new Part.One(Letters.of(' '));

  /** In the order in which they are looked for: the plainest first. */
  static final List<Danger> ALL = all();

  private Dangers() {}

  private static List<Danger> all() {
    List<Danger> direct =
        Stream.of(services(), otherInits(), processes(), firewalls(), networks(), machine())
            .flatMap(List::stream)
            .toList();
    List<Danger> all = new ArrayList<>(direct);
    all.addAll(behindOthers(direct));
    all.addAll(root());
    all.addAll(roundabouts());
    return List.copyOf(all);
  }

  private static List<Danger> services() {
    return List.of(
        systemctl(STOPS_SSH, DOWN, SSH),
        systemctl(STOPS_NETWORK, DOWN, NETWORK),
        systemctl("stops the firewall", DOWN, FIREWALL),
        systemctl(STOPS_VPN, DOWN, VPN),
        systemctl(
            "restarts the SSH server, with whatever its configuration is by then", BOUNCE, SSH),
        systemctl("takes the network down for a while", BOUNCE, NETWORK),
        systemctl("loads other firewall rules", BOUNCE, FIREWALL),
        direct(
                "ends all services, the SSH server too",
                "systemctl",
                "{,-* }{isolate *,emergency,rescue,halt,poweroff,kexec,suspend*,hibernate,"
                    + "hybrid-sleep,exit,switch-root *}{, *}")
            .but(USER_SCOPE),
        direct(
                "ends all services, the SSH server too",
                "systemctl",
                "{,-* }start {,* }{rescue,emergency,poweroff,halt,shutdown,suspend,hibernate,sleep,"
                    + "kexec,umount,exit}.target{, *}")
            .but(USER_SCOPE));
  }

  private static Danger systemctl(String effect, String verbs, String units) {
    return direct(effect, "systemctl", "{,-* }" + verbs + " {,* }" + units + "{,.*}{, *}")
        .but(USER_SCOPE);
  }

  private static List<Danger> otherInits() {
    String all = "{%s,%s,%s}".formatted(SSH, NETWORK, FIREWALL);
    return List.of(
        direct(
            "stops the SSH server, the network or the firewall",
            "{service,invoke-rc.d,rc-service}",
            "{,-* }" + all + " {stop,restart,force-*,condrestart,try-restart,zap}{, *}"),
        direct("stops the VPN", "{service,invoke-rc.d,rc-service}", "{,-* }" + VPN + " stop{, *}"),
        direct(
            "stops the SSH server, the network or the firewall",
            "/etc/{init.d,rc.d,rc.d/init.d}/" + all,
            "{stop,restart,force-*,condrestart,try-restart}{, *}"),
        direct(
            "stops the SSH server, the network or the firewall",
            "{initctl,sv,start-stop-daemon,s6-svc}",
            "{,* }{stop,down,exit,force-stop,-d,-K,--stop}{, *}{sshd,ssh,network*,nftables,ufw}*"),
        direct(
            "keeps the SSH server, the network or the firewall from starting at boot",
            "update-rc.d",
            "{,-* }" + all + " {disable,remove}{, *}"),
        direct(
            "keeps the SSH server, the network or the firewall from starting at boot",
            "{rc-update,chkconfig}",
            "{,* }{del,delete,--del,off}{, *}" + all + "{, *}"),
        direct(
            "keeps the SSH server, the network or the firewall from starting at boot",
            "chkconfig",
            "{,* }" + all + " {off,reset}{, *}"));
  }

  private static List<Danger> processes() {
    return List.of(
        direct(
            "ends the SSH server, the network or the VPN",
            "{pkill,killall,killall5,skill,slay}",
            "{,* }{sshd,ssh,dropbear,NetworkManager,systemd*,networkd,dhc*,wpa_supplicant,"
                + "tailscaled,init}{, *}"),
        direct(
                "ends whatever processes it is told to, the SSH server too",
                "{pkill,killall,killall5,skill,slay,kill}",
                "*")
            .where(Open.ARGUMENT),
        direct("ends all processes", "kill", "{,* }{1,-1}{, *}"));
  }

  private static List<Danger> firewalls() {
    return List.of(
        direct(
            "changes the firewall",
            "{iptables,ip6tables,ebtables,arptables}{,-nft,-legacy}",
            "{,* }{-F,-X,-P,-A,-I,-D,-R,-E,--flush,--policy,--append,--insert,--delete,--replace,"
                + "--rename-chain}*"),
        direct("changes the firewall", "{iptables,ip6tables,ebtables}{,-nft,-legacy}-restore", "*"),
        direct(
            "changes the firewall",
            "nft",
            "{,* }{flush,delete,destroy,add,insert,replace,create,rename,-f,--file,-i,"
                + "--interactive}*"),
        direct(
            "changes the firewall",
            "ufw",
            "{,* }{enable,disable,reset,reload,default,deny,reject,limit,delete,insert,prepend,"
                + "route}{, *}"),
        direct(
            "changes the firewall",
            "{firewall-cmd,firewall-offline-cmd}",
            "{,* }{--panic-on,--reload,--complete-reload,--reset-to-defaults,--runtime-to-permanent,"
                + "--remove-*,--set-*,--change-*,--delete-*,--add-rich-rule*,--direct}*"));
  }

  private static List<Danger> networks() {
    return List.of(
        direct("takes the network down", "{ip,ifconfig}", "{,* }down{, *}"),
        direct(
            "takes addresses or routes away",
            "ip",
            "{,-* }{a*,l*,r*,n*,tu*,x*} {d*,f*,rep*,ch*}{, *}"),
        direct("may take the network down", "ip", "{,-* }{-b,-ba,-bat,-batc,-batch} *"),
        direct("takes the network down", "ifdown", "*"),
        direct(
            "takes the network down",
            "nmcli",
            "{,-* }{c*,d*,n*,r*} {d,do*,of*,de*,di*,m*,e*,down,off}{, *}"),
        direct("takes the network down", "networkctl", "{,-* }{down,delete,reconfigure}{, *}"),
        direct("takes the network down", "rfkill", "{,-* }block{, *}"),
        direct("changes the network", "netplan", "{,-* }{apply,try,set}{, *}"),
        direct("takes the VPN down", "tailscale", "{,-* }{down,logout,up,set,switch,lock}{, *}"),
        direct("takes the VPN down", "{wg-quick,wg}", "{,-* }{down,set,setconf,syncconf}{, *}"));
  }

  private static List<Danger> machine() {
    return List.of(
        direct("turns the machine off", "{poweroff,halt}", "*"),
        direct(
            "turns the machine off",
            "shutdown",
            "{,-h*,-H*,-P*,--halt*,--poweroff*,now*,+*,[0-9]*}"),
        direct("turns the machine off", "reboot", "{,* }{-p,--poweroff,--halt}{, *}"),
        direct("ends all services, the SSH server too", "{init,telinit}", "{0,1,s,S}{, *}"),
        direct(
            "removes what lets people in",
            "{apt,apt-get,aptitude,dnf,yum,zypper,microdnf,apk,dpkg,rpm,pacman}",
            "{,-* }{remove,purge,erase,rm,del,autoremove,-r,-P,-e,--remove,--purge,--erase,-R*} {,* }"
                + PACKAGES
                + "{, *}"));
  }

  /**
   * {@code env systemctl stop sshd}, {@code nohup /usr/sbin/service ssh stop}. What comes behind a
   * path is no command any more but an argument of that program.
   */
  private static List<Danger> behindOthers(List<Danger> dangers) {
    Part commands =
        new Part.Either(
            dangers.stream()
                .filter(danger -> danger.open() == Open.NOTHING)
                .map(Danger::words)
                .toList());
    String effect = "runs a command that takes a way in away";
    return List.of(
        Danger.of(effect, true, RUNNERS, List.of(words(), commands)),
        Danger.of(effect, true, SEARCHERS, List.of(Part.ANYTHING, BLANK, commands)));
  }

  /** Up to eight words that are no paths: options, their values, variables. */
  private static Part words() {
    List<List<Part>> ways = new ArrayList<>(List.of(List.of()));
    List<Part> words = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      words.add(new Part.One(Letters.but("/ ")));
      words.add(new Part.Many(Letters.but(" ")));
      words.add(BLANK);
      ways.add(List.copyOf(words));
    }
    return new Part.Either(ways);
  }

  private static List<Danger> root() {
    return List.of(
        direct(
            "is a shell of root, which can stop anything",
            "{sh,bash,dash,ash,zsh,ksh*,csh,tcsh,fish}",
            "{,-i,-l,-s,--login}"),
        direct(
            "is a shell of root, which can stop anything",
            "{su,sudo}",
            "{-,-l,-i,-s,--login,root,- root,-l root}"),
        direct("runs any command, so that it can stop the SSH server", RUNNERS, "*")
            .where(Open.PROGRAM),
        direct("runs any command, so that it can stop the SSH server", SEARCHERS, "*")
            .where(Open.ARGUMENT));
  }

  private static List<Danger> roundabouts() {
    return List.of(
        inSpiteOfUserScope("--system"),
        inSpiteOfUserScope("{-H,--host,-M,--machine}"),
        Danger.edit("edits what decides who gets in", "{,* }" + FILES),
        roundabout(
            "writes, moves or removes what decides who gets in",
            "{tee,cp,mv,rm,dd,ln,install,rsync,sed,chmod,chown,chattr,truncate,shred,unlink,tar,"
                + "unzip,patch,curl,wget}",
            "{,* }{,*=}" + FILES),
        roundabout(
                "starts a shell of root from an editor or a pager",
                "{vi,vim*,view,nvim,nano,emacs*,ed,ex,joe,mcedit,less,more,most,man,git,tig,top,htop}",
                "*")
            .byStartingOthers(),
        roundabout(
            "starts containers, which can be given the whole machine",
            "{docker,podman,nerdctl,ctr,lxc*,docker-compose,machinectl,kubectl}",
            "{,-* }{run,exec,create,container,compose,cp,build,load,up,shell,start,config}{, *}"),
        roundabout(
                "installs packages of one's choice, whose scripts run as root",
                "{apt,apt-get,aptitude,dnf,yum,zypper,apk,dpkg,rpm,snap,flatpak,pip*,npm}",
                "{,-* }{install,reinstall,localinstall,add,i,-i,-U,--install}{, *}")
            .where(Open.ARGUMENT),
        roundabout(
                "changes accounts of one's choice",
                "{passwd,chpasswd,usermod,useradd,adduser,userdel,deluser,gpasswd,chsh,vipw,vigr}",
                "*")
            .where(Open.ARGUMENT),
        roundabout(
                "runs what it is told to, now or later",
                "{visudo,crontab,at,batch,mount,umount,make,ansible*,gdb,strace,modprobe,insmod}",
                "*")
            .where(Open.ARGUMENT));
  }

  private static Danger inSpiteOfUserScope(String option) {
    return roundabout(
        "works on the services of the machine in spite of --user: the later option wins",
        "systemctl",
        "{,-*,%s *,%s *}--user *%s*".formatted(DOWN, BOUNCE, option));
  }
}
