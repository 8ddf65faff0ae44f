package io.metagen.kvcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeneratorAddressesTest {
  private InetAddress[] answer = {};

  @Test
  void resolve_plainAddress_isTakenAsItStands() {
    assertThat(addresses("localhost:9010", "[::1]:9011").resolve())
        .containsExactlyInAnyOrder("localhost:9010", "[::1]:9011");
  }

  @Test
  void resolve_nameOfManyReplicas_givesEveryAddressAsOfNow() throws UnknownHostException {
    GeneratorAddresses addresses = addresses("dns:///generators.svc:9010");
    answer = new InetAddress[] {ip(10, 0, 0, 1), ip(10, 0, 0, 2)};
    assertThat(addresses.resolve()).containsExactly("10.0.0.1:9010", "10.0.0.2:9010");

    answer = new InetAddress[] {ip(10, 0, 0, 2)};
    assertThat(addresses.resolve()).containsExactly("10.0.0.2:9010");
  }

  @Test
  void resolve_nameServiceAway_keepsTheLastAddresses() throws UnknownHostException {
    GeneratorAddresses addresses = addresses("dns:///generators.svc:9010");
    answer = new InetAddress[] {ip(10, 0, 0, 1)};
    addresses.resolve();
    answer = new InetAddress[] {};

    assertThat(addresses.resolve()).containsExactly("10.0.0.1:9010");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "localhost:0", "localhost:65536", "http://x:1", "a b:1"})
  void parse_noTarget_isRefusedWithTheSetting(String text) {
    assertThatThrownBy(() -> GeneratorTarget.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metagen.kv-cache.generators");
  }

  private GeneratorAddresses addresses(String... targets) {
    return new GeneratorAddresses(
        List.of(targets).stream().map(GeneratorTarget::parse).toList(), this::lookUp);
  }

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    if (answer.length == 0) {
      throw new UnknownHostException(host);
    }
    return answer;
  }

  private static InetAddress ip(int a, int b, int c, int d) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
  }
}
