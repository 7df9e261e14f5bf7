using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ServiceRouter.Host.SignIn.Demo;

/// <summary>Makes and checks demo tokens with a key kept beside the database, so that a restart leaves them valid.</summary>
internal sealed class DemoTokens
{
    private const string Issuer = "urn:service-router:demo";
    private const string Audience = "urn:service-router:api";
    private const int KeyBytes = 32;
    private readonly SymmetricSecurityKey _key;
    private readonly TimeSpan _life;
    private readonly TimeProvider _time;

    private readonly int _counsellors;

    private DemoTokens(byte[] key, DemoOptions demo, TimeProvider time)
    {
        _counsellors = demo.Counsellors;
        _key = new SymmetricSecurityKey(key);
        _life = demo.TokenLife;
        _time = time;
    }

    public TokenValidationParameters Validation => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        LifetimeValidator = (_, expires, _, _) => expires is { } end && _time.GetUtcNow().UtcDateTime < end,
    };

    /// <summary>Null when there is no such account.</summary>
    public DemoAccount? AccountOf(string? userName) => DemoAccounts.Find(userName, _counsellors);

    public static DemoTokens Open(SignInSetting setting, TimeProvider time)
    {
        var path = Path.Combine(StateDirectory.Open(setting.StateDirectory, "keys").FullName, "demo-token.key");
        // Two nodes may start at once: the first file stays, both read it.
        if (!File.Exists(path))
            StateDirectory.Write(path, RandomNumberGenerator.GetBytes(KeyBytes), replace: false);
        return new DemoTokens(File.ReadAllBytes(path), setting.Demo, time);
    }

    public (string Token, DateTimeOffset ExpiresAt) Issue(DemoAccount account)
    {
        var now = _time.GetUtcNow();
        // Tokens carry whole seconds.
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + _life).ToUnixTimeSeconds());
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = account.UserName },
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
        });
        return (token, expiresAt);
    }
}
