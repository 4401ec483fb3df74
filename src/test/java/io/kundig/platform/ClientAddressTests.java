package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "198.51.100.7; 203.0.113.1; 198.51.100.7",
        "198.51.100.7; 127.0.0.1; 198.51.100.7",
        "2001:db8::7; ::1; 2001:db8::7",
        "127.0.0.1; 203.0.113.1; 203.0.113.1",
        "::1; 10.0.0.1, 203.0.113.9; 203.0.113.9",
        "127.0.0.1; 203.0.113.9, <script>; 127.0.0.1",
        "127.0.0.1; nameserver.example; 127.0.0.1",
        "127.0.0.1; ; 127.0.0.1"
      })
  void onlyAProxyOnThisMachineIsBelieved(String peer, @Nullable String forwarded, String client) {
    var request = new MockHttpServletRequest();
    request.setRemoteAddr(peer);
    if (forwarded != null) {
      request.addHeader("X-Forwarded-For", forwarded);
    }

    assertThat(ClientAddress.of(request)).isEqualTo(client);
  }

  @Test
  void aHouseholdHasOneNetworkHoweverManyAddresses() {
    assertThat(ClientAddress.network("2001:db8:1:2:3::4"))
        .isEqualTo(ClientAddress.network("2001:db8:1:2:ffff::9"))
        .isNotEqualTo(ClientAddress.network("2001:db8:1:3::4"));
    assertThat(ClientAddress.network("203.0.113.9")).isEqualTo("203.0.113.9");
  }
}
