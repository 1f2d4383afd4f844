import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Links what javac leaves to the first run: {@code java LinkAhead.java JAR…} changes the classes in
 * those jars.
 *
 * <p>A switch over types, and a record's equals and hashCode, are compiled to invokedynamic; the
 * runtime then makes a class for each at its first use. The AOT cache does not keep these (it keeps
 * lambdas and the joining of strings), so a daemon that has just begun spends most of its first
 * request on them. Here they become ordinary methods, which behave as {@link
 * java.lang.runtime.SwitchBootstraps#typeSwitch} and {@link java.lang.runtime.ObjectMethods} say.
 *
 * <p>Nor does it keep classes of before Java 6, which say nothing of the types on their stack; they
 * are told here.
 */
final class LinkAhead {
  private static final String PREFIX = "linked$";
  private static final ClassDesc OBJECTS = ClassDesc.of(Objects.class.getName());

  private final ClassFile classFile;
  private final ClassFile withTypes;

  private LinkAhead(ClassFile classFile) {
    this.classFile = classFile;
    this.withTypes = classFile.withOptions(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
  }

  public static void main(String[] names) throws IOException {
    List<Path> jars = Stream.of(names).map(Path::of).toList();
    try (URLClassLoader types = new URLClassLoader(urls(jars))) {
      ClassHierarchyResolver hierarchy =
          ClassHierarchyResolver.ofResourceParsing(types)
              .orElse(ClassHierarchyResolver.defaultResolver());
      LinkAhead linker =
          new LinkAhead(ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy)));
      for (Path jar : jars) {
        linker.link(jar);
      }
    }
  }

  private static URL[] urls(List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }

  private void link(Path jar) throws IOException {
    try (FileSystem content = FileSystems.newFileSystem(jar);
        Stream<Path> files = Files.walk(content.getPath("/"))) {
      files.filter(file -> file.toString().endsWith(".class")).forEach(this::linkClass);
    }
  }

  private void linkClass(Path file) {
    try {
      ClassModel model = classFile.parse(Files.readAllBytes(file));
      Linked linked = new Linked(model);
      byte[] changed = (linked.isOld ? withTypes : classFile).transformClass(model, linked);
      if (linked.isOld || !linked.methods.isEmpty()) {
        Files.write(file, changed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One class, and the methods that it gets. */
  private static final class Linked implements ClassTransform {
    private final ClassDesc type;
    private final boolean isInterface;
    private final boolean isOld;
    private final List<Consumer<ClassBuilder>> methods = new ArrayList<>();

    Linked(ClassModel model) {
      this.type = model.thisClass().asSymbol();
      this.isInterface = model.flags().has(AccessFlag.INTERFACE);
      this.isOld = model.majorVersion() < ClassFile.JAVA_6_VERSION;
    }

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
      if (element instanceof MethodModel method) {
        builder.transformMethod(method, MethodTransform.transformingCode(this::replace));
      } else if (isOld && element instanceof ClassFileVersion) {
        builder.with(ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0));
      } else {
        builder.with(element);
      }
    }

    @Override
    public void atEnd(ClassBuilder builder) {
      methods.forEach(method -> method.accept(builder));
    }

    private void replace(CodeBuilder code, CodeElement element) {
      if (!(element instanceof InvokeDynamicInstruction call && replaceCall(code, call))) {
        code.with(element);
      }
    }

    /** Whether it is replaced; what is not is left to the runtime. */
    private boolean replaceCall(CodeBuilder code, InvokeDynamicInstruction call) {
      Consumer<CodeBuilder> body = body(call);
      if (body == null) {
        return false;
      }
      MethodTypeDesc signature = call.typeSymbol();
      String name = PREFIX + methods.size();
      int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
      methods.add(builder -> builder.withMethodBody(name, signature, flags, body));
      code.invokestatic(type, name, signature, isInterface);
      return true;
    }

    /** What does the same as this call; null where that is left to the runtime. */
    private static Consumer<CodeBuilder> body(InvokeDynamicInstruction call) {
      DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
      String maker = bootstrap.owner().displayName() + "." + bootstrap.methodName();
      boolean ofTypes =
          maker.equals("SwitchBootstraps.typeSwitch")
              && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
      if (ofTypes) {
        List<ClassDesc> types = call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList();
        return code -> typeSwitch(code, types);
      }
      if (!maker.equals("ObjectMethods.bootstrap")) {
        return null;
      }
      ClassDesc record = (ClassDesc) call.bootstrapArgs().get(0);
      List<Field> fields =
          call.bootstrapArgs().stream()
              .skip(2)
              .map(DirectMethodHandleDesc.class::cast)
              .map(getter -> new Field(getter.methodName(), getter.invocationType().returnType()))
              .toList();
      return switch (call.name().stringValue()) {
        case "equals" -> code -> equals(code, record, fields);
        case "hashCode" -> code -> hashCode(code, record, fields);
        default -> null;
      };
    }

    /** The first type from the second argument on that the first is of; -1 for null. */
    private static void typeSwitch(CodeBuilder code, List<ClassDesc> types) {
      Label present = code.newLabel();
      code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
      for (int i = 0; i < types.size(); i++) {
        Label next = code.newLabel();
        code.iload(1).loadConstant(i).if_icmpgt(next);
        code.aload(0).instanceOf(types.get(i)).ifeq(next);
        code.loadConstant(i).ireturn().labelBinding(next);
      }
      code.loadConstant(types.size()).ireturn();
    }

    private static void equals(CodeBuilder code, ClassDesc record, List<Field> fields) {
      Label differs = code.newLabel();
      Label other = code.newLabel();
      code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
      code.aload(1).instanceOf(record).ifeq(differs);
      for (Field field : fields) {
        code.aload(0).getfield(record, field.name(), field.type());
        code.aload(1).checkcast(record).getfield(record, field.name(), field.type());
        switch (TypeKind.from(field.type())) {
          case REFERENCE ->
              code.invokestatic(OBJECTS, "equals", boolean_(ConstantDescs.CD_Object, 2))
                  .ifeq(differs);
          case LONG -> code.lcmp().ifne(differs);
          case FLOAT, DOUBLE ->
              code.invokestatic(field.wrapper(), "compare", int_(field.type(), 2)).ifne(differs);
          default -> code.if_icmpne(differs);
        }
      }
      code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
    }

    private static void hashCode(CodeBuilder code, ClassDesc record, List<Field> fields) {
      code.iconst_0();
      for (Field field : fields) {
        code.bipush(31).imul().aload(0).getfield(record, field.name(), field.type());
        boolean reference = TypeKind.from(field.type()) == TypeKind.REFERENCE;
        code.invokestatic(
            reference ? OBJECTS : field.wrapper(),
            "hashCode",
            int_(reference ? ConstantDescs.CD_Object : field.type(), 1));
        code.iadd();
      }
      code.ireturn();
    }

    private static MethodTypeDesc boolean_(ClassDesc argument, int count) {
      return signature(ConstantDescs.CD_boolean, argument, count);
    }

    private static MethodTypeDesc int_(ClassDesc argument, int count) {
      return signature(ConstantDescs.CD_int, argument, count);
    }

    private static MethodTypeDesc signature(ClassDesc result, ClassDesc argument, int count) {
      return MethodTypeDesc.of(result, Collections.nCopies(count, argument));
    }
  }

  /** A record's. */
  private record Field(String name, ClassDesc type) {
    ClassDesc wrapper() {
      return switch (TypeKind.from(type)) {
        case BOOLEAN -> ConstantDescs.CD_Boolean;
        case BYTE -> ConstantDescs.CD_Byte;
        case CHAR -> ConstantDescs.CD_Character;
        case SHORT -> ConstantDescs.CD_Short;
        case INT -> ConstantDescs.CD_Integer;
        case LONG -> ConstantDescs.CD_Long;
        case FLOAT -> ConstantDescs.CD_Float;
        case DOUBLE -> ConstantDescs.CD_Double;
        default -> throw new IllegalArgumentException(type.displayName());
      };
    }
  }
}
