package dev.potok.teavm;

import java.util.List;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Keeps out of the page what it has no use for: {@link Character}'s methods that look into a table
 * ask {@link Unicode}, and an object that says nothing of itself does not say its class either, for
 * which the page would hold the names of all of them. The rest of those classes stays. Used by the
 * build only.
 */
public final class PageMethods implements TeaVMPlugin, ClassHolderTransformer {
  private static final List<MethodDescriptor> OF_CHARACTERS =
      List.of(
          new MethodDescriptor("getType", int.class, int.class),
          new MethodDescriptor("toLowerCase", int.class, int.class));

  private static final MethodDescriptor TO_STRING = new MethodDescriptor("toString", String.class);

  @Override
  public void install(TeaVMHost host) {
    host.add(this);
  }

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals(Object.class.getName())) {
      ProgramEmitter.create(type.getMethod(TO_STRING), context.getHierarchy())
          .constant("object")
          .returnValue();
    }
    if (!type.getName().equals(Character.class.getName())) {
      return;
    }
    for (MethodDescriptor method : OF_CHARACTERS) {
      ProgramEmitter body = ProgramEmitter.create(type.getMethod(method), context.getHierarchy());
      // A static method's arguments are numbered from 1.
      body.invoke(
              new MethodReference(Unicode.class.getName(), method), body.var(1, ValueType.INTEGER))
          .returnValue();
    }
  }
}
