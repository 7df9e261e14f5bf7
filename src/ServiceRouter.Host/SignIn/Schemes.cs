namespace ServiceRouter.Host.SignIn;

/// <summary>The authentication schemes, and which one a request is judged by.</summary>
internal static class Schemes
{
    public const string Any = "sr";
    public const string Cookie = "sr-cookie";
    public const string Bearer = "sr-bearer";
    public const string Provider = "sr-provider";

    /// <summary>Bearer when an API call brings one: a call never falls back on its cookie after a bad token.</summary>
    public static string For(HttpRequest request) => BringsBearer(request) ? Bearer : Cookie;

    private static bool BringsBearer(HttpRequest request) =>
        StaffPaths.IsApi(request.Path)
        && request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Paths that sign-in treats differently.</summary>
internal static class StaffPaths
{
    public const string SignIn = "/connexion";
    public const string Callback = "/connexion/retour";
    public const string SignedOutCallback = "/connexion/fin";
    public const string Ended = "/connexion/terminee";
    public const string SignOut = "/deconnexion";
    public const string Desk = "/desk";
    public const string Steering = "/pilotage";

    private static readonly string[] Staff = [Desk, Steering, "/api/desk", "/api/steering", "/_blazor"];

    /// <summary>Answered with a status and problem details, never with a redirect to a form.</summary>
    public static bool IsApi(PathString path) => path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    /// <summary>The circuit of the desk and dashboard: called by a script, which cannot follow a redirect to a form.</summary>
    public static bool IsCircuit(PathString path) => path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where the provider sends the browser back to: answered before it is known who calls.</summary>
    public static bool IsProviderAnswer(PathString path) => path == Callback || path == SignedOutCallback;

    /// <summary>Shows what citizens wrote: must not stay in a cache of a shared post.</summary>
    public static bool IsStaff(PathString path) =>
        Staff.Any(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));
}
