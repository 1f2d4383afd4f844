package dev.larder.daemon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static String hidden(Places places, String text) {
    return new String(places.hide(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  private static String shown(Places places, String kept) {
    return new String(places.show(kept.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  @Test
  void text_namesThePlacesOfWhoReadsIt() {
    Places one = Places.of(List.of("/one/deps"));
    Places other = Places.of(List.of("/the/other"));
    String text = "/one/deps/a.d: src/ä.rs /one/deps/b\n{\"artifact\":\"/one/deps/a\"}\n";
    assertThat(shown(other, hidden(one, text))).isEqualTo(text.replace("/one/deps", "/the/other"));
    assertThat(hidden(one, text)).doesNotContain("/one");
  }

  @Test
  void textThatOnlyLooksLikeAPlace_stays() {
    Places places = Places.of(List.of("/t/deps"));
    for (String text :
        List.of("/t/deps2/a", "/x/t/deps/a", "/t/deps", "\u0001A\u0001\u0001 /t", "a\u0001")) {
      assertThat(shown(Places.of(List.of("/u")), hidden(places, text))).isEqualTo(text);
    }
  }

  @Test
  void words_mayNamePlacesThemselves() {
    Places one = Places.of(List.of("/one/out", "/one"));
    Places other = Places.of(List.of("/the/other", "/the"));
    String text = "root=/one/out\nsearch=native=/one/out/lib -I'/one/out' /one:/one/out";
    String kept =
        new String(one.hideInWords(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    assertThat(kept).doesNotContain("/one");
    assertThat(shown(other, kept))
        .isEqualTo("root=/the/other\nsearch=native=/the/other/lib -I'/the/other' /the:/the/other");
    for (String stays : List.of("/one2", "x/one/out", "https://one/out", "-L/one/out")) {
      assertThat(
              new String(
                  one.hideInWords(stays.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
          .isEqualTo(stays);
    }
  }

  @Test
  void deepestPlace_counts() {
    Places places = Places.of(List.of("/t", "/t/deps/"));
    assertThat(places.labelled("/t/deps/a")).isEqualTo(Places.label(1) + "/a");
    assertThat(places.labelled("/t/other")).isEqualTo(Places.label(0) + "/other");
    assertThat(places.labelled("/top")).isEqualTo("/top");
    assertThat(shown(places, hidden(places, "/t/deps/a"))).isEqualTo("/t/deps/a");
  }

  @Test
  void directoryThatIsSpelledInSeveralWays_isNoPlace() {
    assertThat(Places.of(List.of("relative", "/with space", "/a:b", "/"))).isEqualTo(Places.NONE);
  }
}
