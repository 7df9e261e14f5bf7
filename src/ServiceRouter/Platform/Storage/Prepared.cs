using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// A reading whose expression Entity Framework takes apart once and not each time it is asked: for the few that every request makes. A compiled query belongs to the model that it was first asked
/// with, and the two databases have one each, so there is one of it for each model. It says itself whether what it reads is followed: what it is compiled with counts from then on.
/// </summary>
/// <typeparam name="TRead">The delegate that <see cref="EF"/> makes of the query.</typeparam>
/// <param name="compile">Makes it. The expression may use what it is given and constants only, none of our own methods.</param>
internal sealed class Prepared<TRead>(Func<TRead> compile)
    where TRead : Delegate
{
    private readonly ConditionalWeakTable<IModel, TRead> ofModel = new();

    /// <summary>For the database of this context.</summary>
    public TRead For(RouterDbContext db) => ofModel.TryGetValue(db.Model, out var read) ? read : ofModel.GetValue(db.Model, _ => compile());
}
