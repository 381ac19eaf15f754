package io.labvm.layers.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;

/**
 * Loads the engine and its tests a second time, with one decision of the engine replaced: nothing
 * in the engine has to be prepared for it.
 */
final class MutantLoader extends ClassLoader {
  private static final String ENGINE = "io.labvm.layers.";

  private final Rule rule;
  private boolean replaced;

  MutantLoader(Rule rule) {
    super(MutantLoader.class.getClassLoader());
    this.rule = rule;
  }

  /**
   * One decision.
   *
   * @param owner class in {@code io.labvm.layers}, without that prefix
   * @param method its name; all methods of that name are replaced
   * @param answer what it says from now on: a boolean as {@code true} or {@code false}, a constant
   *     of the enum it returns, empty for a method that does nothing any more; or the name of a
   *     method of {@link WrongRules}, with a dot before it, that takes what this one takes (the
   *     object itself first)
   */
  record Rule(String owner, String method, String answer) {}

  /** Whether the class with the decision was loaded and had it. */
  boolean replaced() {
    return replaced;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(ENGINE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      byte[] taken = name.equals(ENGINE + rule.owner()) ? mutated(bytes) : bytes;
      return defineClass(name, taken, 0, taken.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] mutated(byte[] bytes) {
    ClassFile file = ClassFile.of();
    return file.transformClass(
        file.parse(bytes),
        ClassTransform.transformingMethods(
            method -> method.methodName().equalsString(rule.method()),
            (builder, element) -> {
              if (element instanceof CodeModel code) {
                replaced = true;
                builder.withCode(body -> answer(body, code.parent().orElseThrow()));
              } else {
                builder.with(element);
              }
            }));
  }

  private void answer(CodeBuilder body, MethodModel method) {
    MethodTypeDesc descriptor = method.methodTypeSymbol();
    ClassDesc type = descriptor.returnType();
    if (rule.answer().startsWith(".")) {
      ask(body, method, rule.answer().substring(1));
      return;
    }
    switch (TypeKind.from(type)) {
      case VOID -> body.return_();
      case BOOLEAN -> body.loadConstant(rule.answer().equals("true") ? 1 : 0).ireturn();
      case REFERENCE -> body.getstatic(type, rule.answer(), type).areturn();
      default -> throw new IllegalArgumentException("no constant for " + type);
    }
  }

  private static void ask(CodeBuilder body, MethodModel method, String name) {
    MethodTypeDesc descriptor = method.methodTypeSymbol();
    ClassDesc self = method.parent().orElseThrow().thisClass().asSymbol();
    if (!method.flags().has(AccessFlag.STATIC)) {
      body.aload(0);
      descriptor = descriptor.insertParameterTypes(0, self);
    }
    for (int i = 0; i < method.methodTypeSymbol().parameterCount(); i++) {
      TypeKind kind = TypeKind.from(method.methodTypeSymbol().parameterType(i));
      body.loadLocal(kind, body.parameterSlot(i));
    }
    ClassDesc rules = ClassDesc.of(WrongRules.class.getName());
    body.invokestatic(rules, name, descriptor);
    body.return_(TypeKind.from(descriptor.returnType()));
  }
}
