package io.kundig.support;

import io.kundig.Kundig;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/// A test of the whole server on an empty database of its own, with a `KundigClock` that stands at
/// [TestClock#START] until the test moves it. Fields come by constructor; `MockMvc` is there, and
/// with `webEnvironment = RANDOM_PORT` a real port too.
///
/// Costs a start of the server for each class (one to three seconds): what needs only SQL takes
/// [TestDatabase], what needs neither takes nothing.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(classes = Kundig.class)
@ContextConfiguration(initializers = TestSettings.class)
@Import(TestClock.class)
@AutoConfigureMockMvc
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_CLASS)
public @interface KundigTest {

  @AliasFor(annotation = SpringBootTest.class)
  SpringBootTest.WebEnvironment webEnvironment() default SpringBootTest.WebEnvironment.MOCK;

  /// Settings as `name=value`, such as `kundig.sandbox=true`.
  @AliasFor(annotation = SpringBootTest.class)
  String[] properties() default {};
}
