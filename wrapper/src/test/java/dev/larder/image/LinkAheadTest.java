package dev.larder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes do the same when they are linked ahead, and leave nothing to the first run. */
final class LinkAheadTest {
  /** Says what it finds; each kind of field and of case is there. */
  private static final String SAMPLE =
      """
      import java.util.*;

      public class Sample {
        enum Color { RED, GREEN }
        sealed interface Shape permits Circle, Square, Dot {}
        record Circle(double radius) implements Shape {}
        record Square(float side, Color color) implements Shape {}
        record Dot() implements Shape {}
        record Fields(boolean a, byte b, char c, short d, int e, long f, float g, double h, String i,
            int[] j, List<String> k, Fields l) {}
        record Pair<T>(T one, T other) {}

        interface Namer {
          default String name(Object o) {
            return switch (o) {
              case null -> "null";
              case String s when s.length() > 3 -> "long";
              case String s -> "string";
              case Integer i when i > 10 -> "large";
              case CharSequence s -> "characters";
              case Integer i -> "integer";
              case int[] numbers when numbers.length == 0 -> "nothing";
              case int[] numbers -> "numbers";
              case Color.RED -> "red";
              case Color color -> "color";
              case Shape shape -> Sample.name(shape);
              default -> "other";
            };
          }
        }

        static String name(Shape shape) {
          return switch (shape) {
            case Circle circle -> "circle";
            case Square square -> "square";
            case Dot dot -> "dot";
          };
        }

        static String nameOf(Object o) {
          return switch (o) {
            case Circle circle -> "circle";
            case Integer i when i > 0 && i < 5 -> "some";
            case Integer i when i > 5 -> "many";
            case Object other -> "other";
          };
        }

        static Fields fields(int changed, boolean twice) {
          int[] numbers = {1};
          Fields inner = twice ? fields(changed, false) : null;
          return new Fields(changed == 1, (byte) (changed == 2 ? -1 : 1), changed == 3 ? 'a' : 'b',
              (short) (changed == 4 ? -1 : 1), changed == 5 ? Integer.MIN_VALUE : 7,
              changed == 6 ? 1L << 40 : 1L << 41, changed == 7 ? Float.NaN : changed == 8 ? -0f : 0f,
              changed == 9 ? Double.NaN : changed == 10 ? -0.0 : 0.0, changed == 11 ? null : "i",
              changed == 12 ? null : changed == 13 ? numbers : NUMBERS,
              changed == 14 ? List.of() : List.of("k"), inner);
        }

        static final int[] NUMBERS = {1};

        public static List<String> say() {
          List<Object> values = new ArrayList<>(Arrays.asList(null, "a", "abcd", 1, 4, 5, 11, 12L,
              new StringBuilder("b"), new int[0], new int[1], Color.RED, Color.GREEN, new Circle(1),
              new Circle(0.0), new Circle(-0.0), new Circle(Double.NaN), new Square(1, Color.RED),
              new Square(1, null), new Square(Float.NaN, null), new Dot(), new Dot(),
              new Pair<>("a", null), new Pair<>("a", null), new Pair<>(null, "a")));
          for (int i = 0; i < 15; i++) {
            for (boolean twice : new boolean[] {true, false}) {
              values.add(fields(i, twice));
            }
          }
          List<String> said = new ArrayList<>();
          for (Object value : values) {
            said.add(new Namer() {}.name(value));
            said.add(value == null ? "" : nameOf(value));
            for (Object other : values) {
              said.add(String.valueOf(Objects.equals(value, other)));
            }
            if (value instanceof Fields f) {
              // An array has another hash each time.
              value = new Fields(f.a, f.b, f.c, f.d, f.e, f.f, f.g, f.h, f.i, null, f.k, null);
            }
            if (value instanceof Record && !(value instanceof Square)) {
              said.add(value.hashCode() + " " + value);
            }
          }
          for (Shape shape : new Shape[] {null}) {
            try {
              said.add(name(shape));
            } catch (NullPointerException e) {
              said.add("null is no shape");
            }
          }
          return said;
        }
      }
      """;

  @TempDir Path directory = Path.of("");

  @Test
  void sample_linkedAhead_saysTheSame() throws Exception {
    Path left = compiled("left.jar");
    Path linked = compiled("linked.jar");
    link(linked);
    List<?> said = say(left);
    assertThat(said).hasSizeGreaterThan(1000);
    assertThat(say(linked)).hasToString(said.toString());
    assertThat(leftToTheFirstRun(left)).isNotEmpty();
    // A case that names a constant is the one that the runtime must look up.
    assertThat(leftToTheFirstRun(linked)).containsExactly("/Sample$Namer.class typeSwitch");
  }

  @Test
  void image_ofItsClasses_leavesNothingToTheFirstRun() throws IOException {
    Path jars = Path.of(System.getProperty("larder.image", ""), "lib", "jars");
    try (Stream<Path> files = Files.list(jars)) {
      for (Path jar : files.toList()) {
        if (jar.getFileName().toString().startsWith("larder-")) {
          assertThat(leftToTheFirstRun(jar)).isEmpty();
        }
        assertThat(classes(jar).values()).noneMatch(type -> type.majorVersion() < 50);
      }
    }
  }

  private Path compiled(String name) throws IOException {
    Path source = Files.writeString(directory.resolve("Sample.java"), SAMPLE);
    Path classes = Files.createDirectories(directory.resolve(name + ".classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(status).isZero();
    Path jar = directory.resolve(name);
    try (FileSystem content = FileSystems.newFileSystem(jar, Map.of("create", "true"));
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.toList()) {
        Files.copy(file, content.getPath("/" + file.getFileName()));
      }
    }
    return jar;
  }

  private static void link(Path jar) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), "src/main/image/LinkAhead.java", jar.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static List<?> say(Path jar) throws Exception {
    try (URLClassLoader types = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      return (List<?>) types.loadClass("Sample").getMethod("say").invoke(null);
    }
  }

  /** Where the runtime makes a class at the first use: of a switch, or of a record's methods. */
  private static List<String> leftToTheFirstRun(Path jar) throws IOException {
    List<String> left = new ArrayList<>();
    classes(jar)
        .forEach(
            (file, type) ->
                type.methods().stream()
                    .flatMap(method -> method.code().stream())
                    .flatMap(code -> code.elementStream())
                    .filter(InvokeDynamicInstruction.class::isInstance)
                    .map(InvokeDynamicInstruction.class::cast)
                    .filter(LinkAheadTest::isSpun)
                    .forEach(call -> left.add(file + " " + call.name())));
    return left;
  }

  private static boolean isSpun(InvokeDynamicInstruction call) {
    return switch (call.bootstrapMethod().owner().displayName()) {
      case "SwitchBootstraps" -> true;
      case "ObjectMethods" -> !call.name().equalsString("toString");
      default -> false;
    };
  }

  private static Map<String, ClassModel> classes(Path jar) throws IOException {
    Map<String, ClassModel> found = new TreeMap<>();
    try (FileSystem content = FileSystems.newFileSystem(jar);
        Stream<Path> files = Files.walk(content.getPath("/"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        found.put(file.toString(), ClassFile.of().parse(Files.readAllBytes(file)));
      }
    }
    return found;
  }
}
