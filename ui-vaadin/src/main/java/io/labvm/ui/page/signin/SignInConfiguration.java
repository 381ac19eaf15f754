package io.labvm.ui.page.signin;

import io.labvm.ui.accounts.SignIn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the page ask the accounts. */
@Configuration(proxyBeanMethods = false)
class SignInConfiguration {
  @Bean
  PasswordCheck passwordCheck(SignIn signIn) {
    return signIn::signIn;
  }
}
