package io.meshinfra.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AroundTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.2, 10.0.0.2, 32",
    "10.0.0.0/24, 10.0.0.9, 24",
    "0.0.0.0/0, 1.2.3.4, 0",
    "10.0.0.0/24, 10.0.1.9, -1",
    "10.0.0.0/33, 10.0.0.1, -1",
    "10.0.0.256, 10.0.0.256, -1",
    "fd00::1/128, 10.0.0.1, -1",
    "10.0.0.1/32, laptop.hq, -1"
  })
  void shouldKnowWhatIsAround(String network, String address, int length) {
    assertEquals(length, Around.length(network, address));
  }
}
