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
 * Has {@link Character}'s methods that look into a table ask {@link Unicode}, and leaves the rest
 * of the class. Used by the build only.
 */
public final class PageMethods implements TeaVMPlugin, ClassHolderTransformer {
  private static final List<MethodDescriptor> REPLACED =
      List.of(
          new MethodDescriptor("getType", int.class, int.class),
          new MethodDescriptor("toLowerCase", int.class, int.class));

  @Override
  public void install(TeaVMHost host) {
    host.add(this);
  }

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (!type.getName().equals(Character.class.getName())) {
      return;
    }
    for (MethodDescriptor method : REPLACED) {
      ProgramEmitter body = ProgramEmitter.create(type.getMethod(method), context.getHierarchy());
      // A static method's arguments are numbered from 1.
      body.invoke(
              new MethodReference(Unicode.class.getName(), method), body.var(1, ValueType.INTEGER))
          .returnValue();
    }
  }
}
