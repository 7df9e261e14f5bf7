namespace ServiceRouter.IntegrationTests.SignIn;

/// <summary>Claims of fictional people, in ProConnect's words.</summary>
internal static class People
{
    public static Dictionary<string, object> Counsellor() => Named("agent-fs");

    public static Dictionary<string, object> Named(params string[] functions) => new()
    {
        ["given_name"] = "Zoé",
        ["usual_name"] = "Martel",
        ["email"] = "Zoe.Martel@example.org",
        ["fonctions"] = functions,
    };

    public static Dictionary<string, object> Without(string claim)
    {
        var person = Counsellor();
        person.Remove(claim);
        return person;
    }
}
