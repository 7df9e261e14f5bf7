using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ThreeDoors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "receipt_aliases",
                columns: table => new
                {
                    receipt = table.Column<string>(type: "TEXT", maxLength: 14, nullable: false),
                    handoff_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipt_aliases", x => x.receipt);
                });

            migrationBuilder.CreateIndex(
                name: "ix_receipt_aliases_handoff_id",
                table: "receipt_aliases",
                column: "handoff_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "receipt_aliases");
        }
    }
}
