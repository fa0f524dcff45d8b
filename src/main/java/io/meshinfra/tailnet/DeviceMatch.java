package io.meshinfra.tailnet;

import java.util.ArrayList;
import java.util.List;

/** Which device of a tailnet a node is; pure. In doubt it is none. */
public sealed interface DeviceMatch {
  /** Address and hostname are those of this one, and of no other. */
  record One(Device device) implements DeviceMatch {}

  /** No device has the address or the hostname. */
  record Gone() implements DeviceMatch {}

  /**
   * It cannot be told.
   *
   * @param reason what speaks for which device, and what against it
   */
  record Unclear(String reason) implements DeviceMatch {}

  /** A device is a node when it has its address and its hostname, and no other has the address. */
  static DeviceMatch of(List<Device> devices, String address, String hostname) {
    List<Device> both = new ArrayList<>();
    List<String> doubts = new ArrayList<>();
    List<String> namesakes = new ArrayList<>();
    for (Device device : devices) {
      boolean here = device.addresses().contains(address);
      boolean named = device.hostname().equalsIgnoreCase(hostname);
      if (here && named) {
        both.add(device);
      } else if (here) {
        doubts.add("%s has the address %s, but another hostname".formatted(device, address));
      } else if (named) {
        namesakes.add("%s has the hostname %s, but another address".formatted(device, hostname));
      }
    }
    if (both.size() == 1 && doubts.isEmpty()) {
      return new One(both.getFirst());
    }
    both.forEach(device -> doubts.add(device + " has both"));
    doubts.addAll(namesakes);
    return doubts.isEmpty()
        ? new Gone()
        : new Unclear("address and hostname do not tell one device: " + String.join("; ", doubts));
  }
}
