package dev.larder.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SettingsPageTest {
  @Test
  void page_inTheRepository_isTheTables() throws IOException {
    assertThat(Files.readString(Path.of("../docs/SETTINGS.md")))
        .as("docs/SETTINGS.md; write it anew with: larder --settings > docs/SETTINGS.md")
        .isEqualTo(SettingsPage.markdown());
  }

  @Test
  void standard_ofEachSetting_isAValueOfItsOwn() {
    // Computed standards are described in words; they all are paths.
    assertThat(Settings.all())
        .filteredOn(setting -> !setting.syntax().equals(Syntax.PATH))
        .allSatisfy(setting -> assertThat(setting.standardValue()).isPresent());
  }

  @Test
  void names_ofAllSettings_areUnique() {
    assertThat(Settings.all().stream().map(Setting::variable)).doesNotHaveDuplicates();
    assertThat(Settings.all().stream().map(Setting::key).filter(key -> !key.isEmpty()))
        .doesNotHaveDuplicates();
  }

  @Test
  void summary_namesEachSetting() {
    assertThat(Settings.all())
        .allSatisfy(
            setting ->
                assertThat(SettingsPage.summary().replaceAll("\\s+", " "))
                    .contains(setting.variable(), setting.doc()));
  }

  @Test
  void version_isTheBuilds() {
    assertThat(Version.current()).matches("\\d+\\.\\d+\\.\\d+.*");
  }
}
