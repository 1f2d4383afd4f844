package dev.larder.storage.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority, and a certificate for localhost that it signed; made by openssl. */
record Certificates(Path authority, Path certificate, Path key) {
  static Certificates in(Path directory) throws IOException, InterruptedException {
    Certificates made =
        new Certificates(
            directory.resolve("ca.pem"),
            directory.resolve("server.pem"),
            directory.resolve("server.key"));
    openssl(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        directory.resolve("ca.key").toString(),
        "-out",
        made.authority.toString(),
        "-subj",
        "/CN=authority",
        "-days",
        "2");
    openssl(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        made.key.toString(),
        "-out",
        made.certificate.toString(),
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-CA",
        made.authority.toString(),
        "-CAkey",
        directory.resolve("ca.key").toString(),
        "-days",
        "2");
    return made;
  }

  private static void openssl(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("openssl: " + said);
    }
  }
}
