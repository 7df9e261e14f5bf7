namespace ServiceRouter.Host.SignIn;

/// <summary>The page of a person who may not come in; plain, so that it works when nothing else does.</summary>
internal static class RefusalPage
{
    public static Task WriteAsync(HttpContext context, SignInRefusal refusal)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return PlainPage.WriteAsync(context, "Accès refusé", $"""
              <p>{Reason(refusal)}</p>
              <ul>
                <li><a href="{StaffPaths.SignIn}">Se connecter de nouveau</a></li>
                <li><a href="{StaffPaths.SignOut}">Se déconnecter</a></li>
              </ul>
            """);
    }

    private static string Reason(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.NoRole => "Votre compte n'a pas le rôle nécessaire pour cette page. Demandez-le à la personne qui gère les accès de votre structure.",
        SignInRefusal.NoCounsellorClaim => "Votre fournisseur d'identité n'a pas transmis votre adresse électronique. Sans elle, nous ne pouvons pas vous reconnaître.",
        SignInRefusal.EmailNotVerified => "Votre adresse électronique n'est pas vérifiée auprès de votre fournisseur d'identité.",
        SignInRefusal.WeakAuthentication => "Votre connexion n'a pas le niveau de sécurité demandé. Connectez-vous avec un second facteur.",
        _ => "La connexion n'a pas abouti. Vous pouvez recommencer.",
    };
}

/// <summary>A page without layout, script or model.</summary>
internal static class PlainPage
{
    /// <param name="context">The request to answer.</param>
    /// <param name="title">Written as it is: never what somebody typed.</param>
    /// <param name="main">HTML written as it is: never what somebody typed.</param>
    public static Task WriteAsync(HttpContext context, string title, string main)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="fr">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{title} - Espace des conseillers</title>
              <link rel="stylesheet" href="/css/sign-in.css">
            </head>
            <body>
            <main>
              <h1>{title}</h1>
            {main}
              <p><a href="/humain">Vous êtes usager&nbsp;? Parler à un conseiller</a></p>
            </main>
            </body>
            </html>
            """);
    }
}
