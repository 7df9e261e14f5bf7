using ServiceRouter.Desk;

namespace ServiceRouter.Host.SignIn;

/// <summary>Sign-in of counsellors and managers by OpenID Connect; section <c>SignIn</c>. Not used in demo mode.</summary>
internal sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>Address of the OpenID Connect provider (its issuer), https only; everything else comes from its discovery document. Needed where the role Desk runs, outside demo mode.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Name under which the provider knows this service; needed with a provider.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret that the provider gave with that name; needed with a provider.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What the provider is asked to tell, separated by spaces; must hold openid. ProConnect: <c>openid given_name usual_name email</c>.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>How strong the authentication must be (OpenID Connect's <c>acr_values</c>), separated by spaces; empty: any. Whoever comes with another is refused, and so is an access token whose <c>acr</c> is another.</summary>
    public string AcrValues { get; set; } = "";

    /// <summary>Claim that names the counsellor. ProConnect gives another sub for each provider, so the e-mail by default.</summary>
    public string CounsellorClaim { get; set; } = "email";

    /// <summary>Claim that carries the roles. Where the provider knows no roles (ProConnect), <c>email</c>, with lists of addresses in <c>SignIn:Roles</c>.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Claim with the name of the counsellor's space, read at their first sign-in; empty: not told. From then on managers say it, at <c>/pilotage/conseillers</c>, as they do département and quality.</summary>
    public string SpaceClaim { get; set; } = "";

    /// <summary>Claim with the département code of that space, two or three characters (<c>23</c>, <c>2A</c>, <c>974</c>), read at the first sign-in; empty: not told.</summary>
    public string TerritoryClaim { get; set; } = "";

    /// <summary>Claim with the quality shown to the citizen, for example "Conseillère France services", read at the first sign-in; empty: not told.</summary>
    public string QualityClaim { get; set; } = "";

    /// <summary>What gives each role.</summary>
    public RoleValues Roles { get; set; } = new();

    /// <summary>Audience of the provider's access tokens that open the Desk API as bearer tokens; empty: none does, and the API takes the session of the pages only. Never the client id.</summary>
    public string ApiAudience { get; set; } = "";

    /// <summary>A session without a request, or an act at a desk that stays open, for so long ends, 1 min to 1 day.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A session ends after this, used or not. 12 h is ProConnect's own limit.</summary>
    public TimeSpan AbsoluteLimit { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Where keys and sessions are kept, shared by all nodes that serve citizens or the desk: a form that one has drawn is taken by another; empty: <c>Storage:Directory</c>.</summary>
    public string StateDirectory { get; set; } = "";

    /// <summary>Values of the role claim, separated by commas, that give each role.</summary>
    internal sealed class RoleValues
    {
        /// <summary>Values, separated by commas or spaces, that make a counsellor: may open the desk.</summary>
        public string Counsellor { get; set; } = StaffRoles.Counsellor;

        /// <summary>Values, separated by commas or spaces, that make a manager: may open <c>/pilotage</c>.</summary>
        public string Manager { get; set; } = StaffRoles.Manager;
    }
}

/// <summary>Demo mode: accounts without a password; section <c>Demo</c>.</summary>
internal sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Demo accounts anyone can take; on in the environment Demo, which <c>./run</c> chooses. Refuses to start when the environment is Production.</summary>
    public bool Enabled { get; set; }

    /// <summary>Number of demo counsellors, 8 to 10,000; those after the eight named ones are for measuring (docs/performance.md).</summary>
    public int Counsellors { get; set; } = DemoCounsellors.All.Count;

    /// <summary>Life of a token of <c>POST /demo/token</c>, 1 min to 1 day.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(12);
}
