using ServiceRouter.Desk;

namespace ServiceRouter.Host.SignIn;

/// <summary>Settings of the sign-in of counsellors and managers, section <c>SignIn</c>.</summary>
internal sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>Issuer of the OpenID Connect provider; everything else comes from its discovery document. https only.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>Separated by spaces; must hold openid. ProConnect: <c>openid given_name usual_name email</c>.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>Separated by spaces; empty: any. When set, an identity token with another acr is refused.</summary>
    public string AcrValues { get; set; } = "";

    /// <summary>Claim that names the counsellor. ProConnect gives another sub for each provider, so the e-mail by default.</summary>
    public string CounsellorClaim { get; set; } = "email";

    /// <summary>Claim that carries the roles. Where the provider knows no roles (ProConnect), <c>email</c> with a list of addresses.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Claim with the name of the counsellor's space; empty: not told, the row of the counsellor says it.</summary>
    public string SpaceClaim { get; set; } = "";

    /// <summary>Claim with the département code of that space; empty: not told.</summary>
    public string TerritoryClaim { get; set; } = "";

    /// <summary>Claim with the quality shown to the citizen, for example "Conseillère France services"; empty: not told.</summary>
    public string QualityClaim { get; set; } = "";

    public RoleValues Roles { get; set; } = new();

    /// <summary>Audience of bearer tokens for the API; empty: the API takes the cookie only. Never the client id.</summary>
    public string ApiAudience { get; set; } = "";

    /// <summary>A session without a request for so long ends.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A session ends after this, used or not. 12 h is ProConnect's own limit.</summary>
    public TimeSpan AbsoluteLimit { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Where keys and sessions are kept, shared by all nodes that serve the desk; empty: <c>Storage:Directory</c>.</summary>
    public string StateDirectory { get; set; } = "";

    /// <summary>Values of the role claim, separated by commas, that give each role.</summary>
    internal sealed class RoleValues
    {
        public string Counsellor { get; set; } = StaffRoles.Counsellor;

        public string Manager { get; set; } = StaffRoles.Manager;
    }
}

/// <summary>Settings of demo mode, section <c>Demo</c>.</summary>
internal sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Demo accounts anyone can take. Refuses to start when the environment is Production.</summary>
    public bool Enabled { get; set; }

    /// <summary>Number of demo counsellors, 8 to 10000; those after the eight named ones are for measuring (docs/performance.md).</summary>
    public int Counsellors { get; set; } = DemoCounsellors.All.Count;

    /// <summary>Life of a token of <c>POST /demo/token</c>.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(12);
}
